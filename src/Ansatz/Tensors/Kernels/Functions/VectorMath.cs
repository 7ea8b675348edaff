using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The elementary functions on sixteen floats. No lane knows its neighbours or its position, and there is no instruction whose
/// result depends on the machine, so a value has the same bits in any vector, at any ragged end and on any hardware.
/// </summary>
/// <remarks>
/// Errors are in units in the last place of the exact result (ulp), over the whole range including subnormal numbers, and are
/// asserted by the tests against 50-digit tables. A NaN argument gives NaN. Polynomials are minimax fits (Remez) with the
/// leading coefficients exact, rounded to float. The longer functions are calls and not inlined: expanded into pairs of AVX2 vectors
/// within a caller's loop they exceed what the compiler is ready to optimize, and become several times slower.
/// </remarks>
internal static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 = Ln2High + Ln2Low to 2⁻⁵³; n · Ln2High enters only through a fused multiply-add and so is never rounded.
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465421e-09f;

    // Adding 1.5 · 2²³ leaves the nearest integer in the low bits of the significand.
    private const float RoundToInteger = 12582912f;

    private static Vector512<float> SignBit => Vector512.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, float c) => Vector512.FusedMultiplyAdd(a, b, Vector512.Create(c));

    /// <summary>min(x, limit), NaN staying NaN; the instruction set's own minimum differs between machines there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtMost(Vector512<float> x, float limit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(limit)), Vector512.Create(limit), x);

    /// <summary>max(x, limit), NaN staying NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtLeast(Vector512<float> x, float limit) =>
        Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(limit)), Vector512.Create(limit), x);
}
