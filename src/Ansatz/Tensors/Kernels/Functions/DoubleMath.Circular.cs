namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    private const double HalfPi = 1.5707963267948966, HalfPiLow = 6.123233995736766e-17, HalfPiLowest = -1.4973849048591698e-33;

    // (sin r − r) / r³ and (cos r − 1 + ½r²) / r⁴ in powers of r², for |r| ≤ π/4.
    public static ReadOnlySpan<double> SinCoefficients =>
    [
        -0.1666666666666663, 0.0083333333333221217, -0.00019841269829590428, 2.7557313621064015e-06, -2.50507476196167e-08,
        1.5896217051642536e-10,
    ];

    public static ReadOnlySpan<double> CosCoefficients =>
    [
        0.041666666666666602, -0.0013888888888874127, 2.4801587289484126e-05, -2.7557314352805515e-07, 2.0875723327951751e-09,
        -1.1359650239415004e-11,
    ];

    // (arctan t − t) / t³ in powers of t², for |t| ≤ tan(π/8).
    private static ReadOnlySpan<double> AtanCoefficients =>
    [
        -0.33333333333333198, 0.19999999999953164, -0.14285714280157694, 0.11111110781691486, -0.090908977114071143,
        0.076920594629065475, -0.06663096225184463, 0.05847837029063687, -0.050390878094362566, 0.03805947605417654,
        -0.017902063984849576,
    ];

    /// <summary>sin x to 0.7 ulp for every finite x; ±0 is kept, ±∞ gives NaN.</summary>
    public static double Sin(double x)
    {
        if (x == 0) return x;
        var r = ReduceAngle(x, out var low, out var quarter);
        var value = (quarter & 1) == 0 ? SinOfSum(r, low) : CosOfSum(r, low);
        return (quarter & 2) == 0 ? value : -value;
    }

    /// <summary>cos x to 0.7 ulp for every finite x; ±∞ gives NaN.</summary>
    public static double Cos(double x)
    {
        var r = ReduceAngle(x, out var low, out var quarter);
        var value = (quarter & 1) == 0 ? CosOfSum(r, low) : SinOfSum(r, low);
        return ((quarter + 1) & 2) == 0 ? value : -value;
    }

    /// <summary>
    /// The angle of the point (x, y) in [−π, π] to 1.5 ulp. Zeros and infinities give the values of IEEE 754: the sign of a zero y decides between π and −π.
    /// </summary>
    /// <remarks>t, the smaller coordinate divided by the larger one, is at most 1. Above tan(π/8), arctan t = π/4 + arctan((t − 1)/(t + 1)).</remarks>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        var (a, b) = (Math.Abs(x), Math.Abs(y));
        if (double.IsInfinity(a)) (a, b) = (1, double.IsInfinity(b) ? 1 : 0);
        else if (double.IsInfinity(b)) (a, b) = (0, 1);
        if (a + b > double.MaxValue) (a, b) = (0.25 * a, 0.25 * b);
        var steep = b > a;
        if (steep) (a, b) = (b, a);

        double angle;
        if (b == 0) angle = 0;
        else if (b <= 0.41421356237309503 * a) angle = AtanOfSmall(b / a, 0);
        else angle = AtanOfSmall((b - a) / (b + a), 0.5);

        if (steep) angle = HalfPi - (angle - HalfPiLow);
        if (double.IsNegative(x)) angle = 2 * HalfPi - (angle - 2 * HalfPiLow);
        return double.IsNegative(y) ? -angle : angle;
    }

    /// <summary>quarters · π/2 + arctan t for |t| ≤ tan(π/8).</summary>
    private static double AtanOfSmall(double t, double quarters)
    {
        var z = t * t;
        return quarters * HalfPi + (t + Fma(t * z, Horner(z, AtanCoefficients), quarters * HalfPiLow));
    }

    /// <summary>sin(r + low) = r + (r³S(r²) + low·cos r).</summary>
    private static double SinOfSum(double r, double low)
    {
        var z = r * r;
        return r + Fma(r * z, Horner(z, SinCoefficients), low * (1 - 0.5 * z));
    }

    /// <summary>cos(r + low) = 1 − ½r² + (r⁴C(r²) − low·r), with the rounding error of 1 − ½r² added.</summary>
    private static double CosOfSum(double r, double low)
    {
        var z = r * r;
        var half = 0.5 * z;
        var high = 1 - half;
        return high + (((1 - high) - half) + Fma(z * z, Horner(z, CosCoefficients), -(Fma(r, r, -z) * 0.5 + low * r)));
    }
}
