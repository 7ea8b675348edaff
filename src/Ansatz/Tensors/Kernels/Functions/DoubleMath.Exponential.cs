namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    // (eʳ − 1 − r) / r² on |r| ≤ ½ ln 2.
    private static ReadOnlySpan<double> ExpCoefficients =>
    [
        0.50000000000000111, 0.16666666666666413, 0.041666666666530155, 0.0083333333334944699, 0.0013888888943630361,
        0.00019841269506555356, 2.4801493098733352e-05, 2.7557586396741581e-06, 2.7630248422432849e-07, 2.5000053878886233e-08,
    ];

    /// <summary>eˣ to 0.7 ulp. Above 709.78 it is +∞, below −708.39 it is subnormal (rounded once), below −745.13 it is 0.</summary>
    public static double Exp(double x)
    {
        if (!(x <= 709.8 && x >= -745.2)) return ExpEdge(x);
        var r = ReduceExponent(x, out var n, out var low);
        return ExpOfReduced(r, low, n);
    }

    /// <summary>eˣ − 1 to 1 ulp, also near 0. +∞ above 709.78, −1 below −37.4; ±0 is kept.</summary>
    /// <remarks>With eˣ = 2ⁿ(1 + r + p), (2ⁿ − 1) + 2ⁿr is added exactly, as a sum of two numbers; then 2ⁿp is added.</remarks>
    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || x == 0) return x;
        if (x < -40) return -1;
        if (x > 40) return Exp(x);      // the 1 is below a quarter of an ulp
        var r = ReduceExponent(x, out var n, out var low);
        var p = Fma(r * r, Horner(r, ExpCoefficients), low);
        if (n == 0) return r + p;
        var scale = PowerOfTwo(n);
        var (a, b) = (scale - 1, scale * r);
        var sum = a + b;
        var part = sum - a;
        var lost = (a - (sum - part)) + (b - part);
        return sum + Fma(scale, p, lost);
    }

    /// <summary>tanh x to 2 ulp; ±0 is kept. From |x| = 19.07 on it is exactly ±1.</summary>
    public static double Tanh(double x)
    {
        var a = Math.Abs(x);
        if (!(a > 0)) return x;
        var t = Expm1(2 * Math.Min(a, 20));
        var result = a < 0.55 ? t / (t + 2) : 1 - 2 / (t + 2);
        return x < 0 ? -result : result;
    }

    /// <summary>xʸ to 1 ulp for x ≥ 0. x⁰ and 1ʸ are 1 for every x and y. A negative x gives NaN, even if y is an integer.</summary>
    /// <remarks>e to the power of y ln x, where ln x and the product are sums high + low.</remarks>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        var (high, low) = LogarithmParts(x);
        var product = y * high;
        if (!double.IsFinite(product)) return Exp(product);
        return ExpOfSum(product, Fma(y, high, -product) + y * low);
    }

    private static double ExpEdge(double x) => double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;

    /// <summary>e to the power of (x + low), to 0.7 ulp, where low is at most about an ulp of x.</summary>
    private static double ExpOfSum(double x, double low)
    {
        if (!(x <= 709.8 && x >= -745.2)) return ExpEdge(x);
        var r = ReduceExponent(x, out var n, out var rest);
        var sum = r + (rest + low);
        return ExpOfReduced(sum, (r - sum) + (rest + low), n);
    }

    /// <summary>2ⁿ e to the power of (r + low), with |r| ≤ ½ ln 2 and |low| ≤ ½ ulp(r). 1 + r is added exactly, as a sum of two numbers; then the rest is added.</summary>
    private static double ExpOfReduced(double r, double low, int n)
    {
        var p = Fma(r * r, Horner(r, ExpCoefficients), low);
        var sum = 1 + r;
        sum += ((1 - sum) + r) + p;
        // 2ⁿ in two normal factors; only the second product can round, into a subnormal.
        return sum * PowerOfTwo(n >> 1) * PowerOfTwo(n - (n >> 1));
    }

    /// <summary>r + low = x − n ln 2 for the integer n nearest to x / ln 2.</summary>
    private static double ReduceExponent(double x, out int n, out double low)
    {
        var nearest = Math.Round(x * Log2E);
        n = (int)nearest;
        var high = Fma(nearest, -Ln2High, x);
        var r = Fma(nearest, -Ln2Low, high);
        low = Fma(nearest, -Ln2Low, high - r);
        return r;
    }
}
