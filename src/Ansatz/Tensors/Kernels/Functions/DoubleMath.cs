using System.Runtime.CompilerServices;

namespace Ansatz.Tensors;

/// <summary>
/// The elementary functions in double, for expectation-maximization, metrics, statistics and charts. They use only additions, products, quotients, square roots
/// and explicit fused multiply-adds, so they give the same bits on every machine. The C library does not promise that.
/// </summary>
/// <remarks>
/// Errors are in units in the last place of the exact result (ulp). The tests check them against tables of 50 digits. A NaN argument gives NaN. An intermediate
/// result that needs more than 53 bits is a sum high + low with |low| ≤ ½ ulp(high). Polynomials are minimax fits (Remez).
/// </remarks>
internal static partial class DoubleMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.69314718055994529;
    private const double Ln2Low = 2.3190468138462996e-17;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>c₀ + c₁x + c₂x² + …, by Horner's rule.</summary>
    private static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--) sum = Fma(sum, x, coefficients[i]);
        return sum;
    }

    /// <summary>2ⁿ for −1022 ≤ n ≤ 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
}
