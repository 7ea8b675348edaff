namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    // The upper 32 bits of √½. They are subtracted before the exponent is shifted out, so that x = 2ᵏm with √½ ≤ m < √2 (to within 2⁻²⁰).
    private const long SqrtHalfBits = 0x3fe6a09eL << 32;
    private const long FractionMask = (1L << 52) - 1;

    // (2 artanh s − 2s) / s³ in powers of s², for |s| ≤ (√2 − 1) / (√2 + 1).
    private static ReadOnlySpan<double> LogCoefficients =>
    [
        0.6666666666666734, 0.39999999999413965, 0.2857142874256316, 0.22222198553650335, 0.18183565414682856,
        0.1531402092623847, 0.14796263108064794,
    ];

    // (2 artanh s − 2s − ⅔s³) / s⁵ in powers of s².
    private static ReadOnlySpan<double> LogTailCoefficients =>
    [
        0.40000000000002256, 0.28571428570099816, 0.22222222519929161, 0.18181784362811335, 0.15386757673808713,
        0.13256807008615359, 0.13196449623871112,
    ];

    /// <summary>ln x to 1 ulp, subnormal x included. ±0 gives −∞, +∞ gives +∞, a negative x gives NaN.</summary>
    public static double Log(double x)
    {
        if (!(x > 0 && x < double.PositiveInfinity)) return LogarithmEdge(x);
        var m = ReduceLogarithm(x, out var k);
        return LogarithmOf(m - 1, k);
    }

    /// <summary>ln(1 + x) to 1 ulp, also near 0; ±0 is kept. −1 gives −∞, +∞ gives +∞, x below −1 gives NaN.</summary>
    /// <remarks>u = 1 + x = 2ᵏm is rounded. The rounding error is computed exactly and added to the fraction m − 1.</remarks>
    public static double Log1p(double x)
    {
        if (x == 0) return x;
        var u = 1 + x;
        if (!(u > 0 && u < double.PositiveInfinity)) return LogarithmEdge(u);
        var m = ReduceLogarithm(u, out var k);
        if (k == 0) return LogarithmOf(x, 0);
        var lost = Math.Abs(x) < 1 ? x - (u - 1) : 1 - (u - x);
        return LogarithmOf((m - 1) + lost * (m / u), k);
    }

    /// <summary>log₁₀ x to 0.6 ulp; the powers of ten give exact results. Special values are those of <see cref="Log(double)"/>.</summary>
    public static double Log10(double x)
    {
        const double High = 0.43429448190325182, Low = 1.0983196502167651e-17;      // 1 / ln 10
        var (high, low) = LogarithmParts(x);
        var product = high * High;
        return double.IsFinite(product) ? product + (Fma(high, High, -product) + Fma(high, Low, low * High)) : product;
    }

    /// <summary>artanh x to 2 ulp; ±0 is kept, ±1 give ±∞, |x| above 1 gives NaN.</summary>
    /// <remarks>½ ln(1 + 2a/(1 − a)) with a = |x|. The quotient is computed as 2a + 2a²/(1 − a), which has a smaller rounding error.</remarks>
    public static double Atanh(double x)
    {
        // |x| above 2 becomes 2, which gives NaN too. For a large a, the argument of Log1p would round to 0.
        var a = Math.Min(Math.Abs(x), 2);
        if (a == 0) return x;
        var result = 0.5 * Log1p(Fma(2 * a, a / (1 - a), 2 * a));
        return x < 0 ? -result : result;
    }

    private static double LogarithmEdge(double x) =>
        x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

    /// <summary>m in [√½, √2) with x = 2ᵏm, for positive finite x.</summary>
    private static double ReduceLogarithm(double x, out int k)
    {
        var shift = 0;
        if (x < 2.2250738585072014e-308) (x, shift) = (x * 18014398509481984.0, 54);    // 2⁵⁴
        var offset = BitConverter.DoubleToInt64Bits(x) - SqrtHalfBits;
        k = (int)(offset >> 52) - shift;
        return BitConverter.Int64BitsToDouble((offset & FractionMask) + SqrtHalfBits);
    }

    /// <summary>k ln 2 + ln(1 + f), with s = f / (2 + f): ln(1 + f) = 2 artanh s = f − (½f² − s(½f² + s²R(s²))).</summary>
    private static double LogarithmOf(double f, int k)
    {
        var s = f / (2 + f);
        var z = s * s;
        var halfSquare = 0.5 * f * f;
        var tail = s * Fma(z, Horner(z, LogCoefficients), halfSquare);
        return Fma(k, Ln2High, f - (halfSquare - Fma(k, Ln2Low, tail)));
    }

    /// <summary>ln x as high + low, to 2⁻⁶⁴ relative: the first two terms of 2 artanh s = 2s + ⅔s³ + … with their rounding errors.</summary>
    private static (double High, double Low) LogarithmParts(double x)
    {
        if (!(x > 0 && x < double.PositiveInfinity)) return (LogarithmEdge(x), 0);
        const double TwoThirdsHigh = 0.66666666666666663, TwoThirdsLow = 3.7007434154171883e-17;
        var f = ReduceLogarithm(x, out var k) - 1;

        var denominator = 2 + f;
        var s = f / denominator;
        var sLow = (Fma(-s, denominator, f) - s * ((2 - denominator) + f)) / denominator;
        var z = s * s;
        var zLow = Fma(s, s, -z) + 2 * s * sLow;
        var cube = s * z;
        var cubeLow = Fma(s, z, -cube) + Fma(s, zLow, sLow * z);
        var second = cube * TwoThirdsHigh;
        var secondLow = Fma(cube, TwoThirdsHigh, -second) + Fma(cube, TwoThirdsLow, cubeLow * TwoThirdsHigh);

        var high = 2 * s + second;
        var low = ((2 * s - high) + second) + (Fma(cube * z, Horner(z, LogTailCoefficients), secondLow) + 2 * sLow);
        if (k != 0)
        {
            var whole = k * Ln2High;
            var wholeLow = Fma(k, Ln2High, -whole) + k * Ln2Low;
            var sum = whole + high;
            (high, low) = (sum, ((whole - sum) + high) + (wholeLow + low));
        }
        var rounded = high + low;
        return (rounded, (high - rounded) + low);
    }
}
