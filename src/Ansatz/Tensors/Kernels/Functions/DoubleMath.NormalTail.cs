namespace Ansatz.Tensors;

/// <content>Logarithms of the tails of the normal distribution, and of 1 − eˣ and eˣ − 1 − x, from which the distribution functions of the other families are made.</content>
internal static partial class DoubleMath
{
    // From here on, the asymptotic series of the scaled tail is exact to double precision.
    private const double AsymptoticTailFrom = 39;

    // The coefficients of ∑ (−1)ᵏ (2k − 1)!! / x²ᵏ.
    private static ReadOnlySpan<double> TailCoefficients => [1, -1, 3, -15, 105, -945];

    /// <summary>ln Φ(x) to 5 ulp, also in the lower tail, where Φ itself underflows. −∞ gives −∞.</summary>
    public static double LogNormalCdf(double x)
    {
        if (x > -0.7) return x > 0 ? Log1p(-NormalCdf(-x)) : Log(NormalCdf(x));
        return double.IsNegativeInfinity(x) ? x : Fma(-0.5 * x, x, Log(ScaledNormalTail(-x)));
    }

    /// <summary>exp(½x²)·Φ(−x) for x ≥ 0: it falls from ½ like 1/(x√2π).</summary>
    public static double ScaledNormalTail(double x)
    {
        if (x < 0.8) return Exp(0.5 * x * x) * NormalCdf(-x);
        if (x < AsymptoticTailFrom) return 0.5 * ScaledErfc(x * SqrtHalf);
        var inverse = 1 / x;
        return inverse / SqrtTwoPi * Horner(inverse * inverse, TailCoefficients);
    }

    /// <summary>The x with ln Φ(x) = y, for y ≤ ln ½, also if eʸ underflows. −∞ gives −∞.</summary>
    /// <remarks>Newton's method on ln Φ from the leading terms of its inverse; the slope is exp(−½x²)/(√2π Φ(x)) = 1/(√2π·tail) with the scaled tail.</remarks>
    public static double NormalQuantileOfLog(double y)
    {
        if (y > -600 || double.IsInfinity(y)) return NormalQuantile(Exp(y));
        var x = -Math.Sqrt(-2 * y - 2 * HalfLogTwoPi - Log(-2 * y));
        for (var step = 0; step < 4; step++) x -= (LogNormalCdf(x) - y) * SqrtTwoPi * ScaledNormalTail(-x);
        return x;
    }

    /// <summary>ln(1 − eˣ) for x ≤ 0 to 2 ulp; 0 gives −∞.</summary>
    public static double LogOneMinusExp(double x) => x > -0.69 ? Log(-Expm1(x)) : Log1p(-Exp(x));

    /// <summary>eˣ − 1 − x to 4 ulp, also near 0, where it is about ½x².</summary>
    public static double Expm1MinusX(double x) => Math.Abs(x) < 0.34 ? x * x * Horner(x, ExpCoefficients) : x > 100 ? Exp(x) : Expm1(x) - x;
}
