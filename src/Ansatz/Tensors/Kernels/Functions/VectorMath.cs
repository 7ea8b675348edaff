using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The elementary functions on sixteen floats. A lane depends neither on other lanes nor on its position, and no instruction is used whose result depends on the
/// machine. So a value has the same bits in any vector, in a remainder, and on any hardware.
/// </summary>
/// <remarks>
/// Errors are in units in the last place of the exact result (ulp), over the whole range including subnormal numbers. The tests check them against tables of
/// 50 digits. A NaN argument gives NaN. Polynomials are minimax fits (Remez), rounded to float; their leading coefficients are exact. The longer functions are
/// not inlined: as pairs of AVX2 vectors in a caller's loop they exceed the compiler's limits for optimization, and become several times slower.
/// </remarks>
internal static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 = Ln2High + Ln2Low to 2⁻⁵³. n · Ln2High is used only in a fused multiply-add, so it is never rounded.
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465421e-09f;

    // Adding 1.5 · 2²³ leaves the nearest integer in the low bits of the significand.
    private const float RoundToInteger = 12582912f;

    private static Vector512<float> SignBit => Vector512.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, float c) => Vector512.FusedMultiplyAdd(a, b, Vector512.Create(c));

    /// <summary>min(x, limit); NaN stays NaN. The minimum instructions of different machines treat NaN differently.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtMost(Vector512<float> x, float limit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(limit)), Vector512.Create(limit), x);

    /// <summary>max(x, limit); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtLeast(Vector512<float> x, float limit) =>
        Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(limit)), Vector512.Create(limit), x);
}
