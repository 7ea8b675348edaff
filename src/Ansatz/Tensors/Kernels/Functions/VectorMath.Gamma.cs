using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>
    /// ln |Γ(x)| to 1.5 ulp for x &gt; 0, also near its zeros 1 and 2. For x &lt; 0 to 1.5 ulp or 1e-13·|x|, whichever is more.
    /// +∞ at 0, −1, −2, …, which includes every x ≤ −2²³, and at ±∞.
    /// </summary>
    /// <remarks>In double: Γ(y + 8) = y(y + 1)…(y + 7)Γ(y), Stirling's series from 8 on, and Γ(x)Γ(1 − x) = π / sin πx for x &lt; 0.</remarks>
    public static Vector512<float> Lgamma(Vector512<float> x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Lgamma(lower), Lgamma(upper));
    }

    /// <summary>
    /// ψ(x) = d ln Γ(x) / dx, for x &gt; 0 to 1 ulp or 1e-14, whichever is more. For x &lt; 0 the error is relative to the largest term of the reflection.
    /// NaN at the poles 0, −1, −2, … and at −∞; +∞ gives +∞.
    /// </summary>
    /// <remarks>In double: ψ(y + 8) = ψ(y) + 1/y + … + 1/(y + 7), the asymptotic series from 8 on, and ψ(x) = ψ(1 − x) − π / tan πx for x &lt; 0.</remarks>
    public static Vector512<float> Digamma(Vector512<float> x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Digamma(lower), Digamma(upper));
    }

    private static Vector512<double> Lgamma(Vector512<double> x)
    {
        var negative = Vector512.LessThan(x, Vector512<double>.Zero);
        var y = Vector512.ConditionalSelect(negative, Vector512<double>.One - x, x);
        var product = Vector512<double>.One;
        for (var step = 0; step < 8; step++)
        {
            var below = Vector512.LessThan(y, Vector512.Create(8.0));
            product = Vector512.ConditionalSelect(below, product * y, product);
            y += below & Vector512<double>.One;
        }
        var inverse = Vector512<double>.One / y;
        var series = inverse * DoubleMath.Horner(inverse * inverse, DoubleMath.StirlingCoefficients) + Vector512.Create(0.91893853320467278);
        var stirling = Vector512.FusedMultiplyAdd(y - Vector512.Create(0.5), DoubleMath.Log(y), -y) + series;

        // One logarithm serves the product and the reflection.
        var (sine, _) = SinCosPi(x);
        var divisor = Vector512.ConditionalSelect(negative, Vector512.Create(3.1415926535897931) / Vector512.Abs(sine) * product, product);
        var logarithm = DoubleMath.Log(divisor);
        var value = Vector512.ConditionalSelect(negative, logarithm - stirling, stirling - logarithm);

        // The zeros at 1 and 2 are exact. Near them the error is of order 1e-15, far below the rounding error of a float.
        value = Vector512.ConditionalSelect(
            Vector512.Equals(x, Vector512<double>.One) | Vector512.Equals(x, Vector512.Create(2.0)), Vector512<double>.Zero, value);
        var infinite = Vector512.IsPositiveInfinity(Vector512.Abs(x)) | (negative & Vector512.Equals(sine, Vector512<double>.Zero));
        return Vector512.ConditionalSelect(infinite, Vector512.Create(double.PositiveInfinity), value);
    }

    private static Vector512<double> Digamma(Vector512<double> x)
    {
        var negative = Vector512.LessThan(x, Vector512<double>.Zero);
        var y = Vector512.ConditionalSelect(negative, Vector512<double>.One - x, x);
        var shift = Vector512<double>.Zero;
        for (var step = 0; step < 8; step++)
        {
            var below = Vector512.LessThan(y, Vector512.Create(8.0));
            shift += below & (Vector512<double>.One / y);
            y += below & Vector512<double>.One;
        }
        var inverse = Vector512<double>.One / y;
        var square = inverse * inverse;
        var value = DoubleMath.Log(y) - Vector512.Create(0.5) * inverse - square * DoubleMath.Horner(square, DoubleMath.DigammaCoefficients) - shift;

        var (sine, cosine) = SinCosPi(x);
        value -= negative & (Vector512.Create(3.1415926535897931) * cosine / sine);
        var pole = Vector512.Equals(sine, Vector512<double>.Zero) & Vector512.LessThanOrEqual(x, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(pole, Vector512.Create(double.NaN), value);
    }

    /// <summary>sin πx and cos πx for values x of float; multiples of ½ give 0 and ±1 exactly.</summary>
    private static (Vector512<double> Sine, Vector512<double> Cosine) SinCosPi(Vector512<double> x)
    {
        // From 2²⁴ on every float is an even integer. These become 0, so that the rounding below stays in its range.
        x = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(16777216.0)), x, Vector512<double>.Zero);
        var twice = x + x + Vector512.Create(RoundToLong);
        var rest = x - Vector512.Create(0.5) * (twice - Vector512.Create(RoundToLong));
        return SinCosOfQuarter(rest * Vector512.Create(3.1415926535897931), twice.AsInt64());
    }
}
