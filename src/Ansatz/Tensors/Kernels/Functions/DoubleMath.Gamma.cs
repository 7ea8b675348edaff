namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    /// <summary>½ ln 2π.</summary>
    public const double HalfLogTwoPi = 0.91893853320467278;

    public const double Pi = 3.1415926535897931;

    // ln Γ(2 + z) / z for |z| ≤ ½.
    private static ReadOnlySpan<double> LgammaCoefficients =>
    [
        0.42278433509846713, 0.32246703342411326, -0.06735230105319831, 0.020580808427780567, -0.0073855510286496388,
        0.0028905103310237815, -0.0011927539127605002, 0.0005096695156748182, -0.00022315473513529887,
        9.9457670053058536e-05, -4.4926531360193208e-05, 2.0505617228674073e-05, -9.4372358501175388e-06,
        4.3845905263397247e-06, -2.0497555753450361e-06, 9.2031274491152907e-07, -4.2004441401968014e-07,
        2.7849643504330376e-07, -1.4329081272222125e-07,
    ];

    // The coefficients of Stirling's series: B₂ₖ / (2k(2k − 1)) for ln Γ, and below B₂ₖ / 2k for its derivative, k = 1, 2, ….
    public static ReadOnlySpan<double> StirlingCoefficients =>
    [
        0.083333333333333329, -0.0027777777777777779, 0.00079365079365079365, -0.00059523809523809529, 0.00084175084175084171,
        -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
    ];

    public static ReadOnlySpan<double> DigammaCoefficients =>
    [
        0.083333333333333329, -0.0083333333333333332, 0.003968253968253968, -0.0041666666666666666, 0.007575757575757576,
        -0.021092796092796094, 0.083333333333333329, -0.44325980392156861,
    ];

    /// <summary>
    /// ln |Γ(x)| to 4 ulp for x &gt; 0, also near its zeros 1 and 2. For x &lt; 0 the absolute error is at most 1e-15·(1 + |x ln |x||).
    /// +∞ at 0, −1, −2, … and at ±∞.
    /// </summary>
    /// <remarks>
    /// For x from 1.5 to 2.5 it is a polynomial times x − 2. Γ(x + 1) = xΓ(x) reduces other positive x below 10 to that range. From 10 on it is Stirling's
    /// series. Negative x use the reflection Γ(x)Γ(1 − x) = π / sin πx.
    /// </remarks>
    public static double Lgamma(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x <= 0 && x == Math.Floor(x)) return double.PositiveInfinity;
        if (x <= -0.5) return Log(Pi / Math.Abs(SinPi(x))) - Lgamma(1 - x);
        if (x < 0.5) return LgammaNearTwo(x) - Log1p(x) - Log(Math.Abs(x));
        if (x < 1.5) return LgammaNearTwo(x - 1) - Log1p(x - 1);
        if (x >= 10) return Stirling(x);
        var product = 1.0;
        while (x >= 2.5)
        {
            x -= 1;
            product *= x;
        }
        return LgammaNearTwo(x - 2) + Log(product);
    }

    /// <summary>
    /// ψ(x) = d ln Γ(x) / dx, for x &gt; 0 to 4 ulp or 2e-15, whichever is more. For x &lt; 0 the same bound holds relative to the larger of |ψ(1 − x)| and |π / tan πx|.
    /// NaN at the poles 0, −1, −2, … and at −∞; +∞ gives +∞.
    /// </summary>
    /// <remarks>From 10 on, the asymptotic series. Below, ψ(x) = ψ(x + 1) − 1/x is applied until x is 10 or more. Negative x use ψ(x) = ψ(1 − x) − π / tan πx.</remarks>
    public static double Digamma(double x)
    {
        if (x <= 0)
        {
            if (x == Math.Floor(x)) return double.NaN;
            return Digamma(1 - x) - Pi * SinPi(x + 0.5) / SinPi(x);
        }
        var shift = 0.0;
        for (; x < 10; x += 1) shift += 1 / x;
        var inverse = 1 / x;
        var square = inverse * inverse;
        return Log(x) - 0.5 * inverse - square * Horner(square, DigammaCoefficients) - shift;
    }

    /// <summary>ln Γ(2 + z) for |z| ≤ ½.</summary>
    private static double LgammaNearTwo(double z) => z * Horner(z, LgammaCoefficients);

    /// <summary>(x − ½)(ln x − 1) − ½ + ½ ln 2π + 1/12x − …, where ln x − 1 is a sum high + low.</summary>
    private static double Stirling(double x)
    {
        var (high, low) = LogarithmParts(x);
        var factor = high - 1;
        var inverse = 1 / x;
        var series = Fma(inverse, Horner(inverse * inverse, StirlingCoefficients), HalfLogTwoPi - 0.5);
        var (a, product) = (x - 0.5, (x - 0.5) * factor);
        if (double.IsInfinity(product)) return product;
        return product + (Fma(a, factor, -product) + Fma(a, low, series));
    }

    /// <summary>sin πx; its period is exactly 2.</summary>
    public static double SinPi(double x)
    {
        var nearest = Math.Round(x);
        var r = (x - nearest) * Pi;
        var value = Math.Abs(r) <= 0.25 * Pi ? SinOfSum(r, 0) : r < 0 ? -CosOfSum(0.5 * Pi + r, 0) : CosOfSum(0.5 * Pi - r, 0);
        return nearest * 0.5 == Math.Floor(nearest * 0.5) ? value : -value;
    }
}
