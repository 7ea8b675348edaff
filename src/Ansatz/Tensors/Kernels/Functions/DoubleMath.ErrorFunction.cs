namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    private const double SqrtHalf = 0.70710678118654757, SqrtTwoPi = 2.5066282746310002;

    // erf x / x − 1 in powers of x², for |x| ≤ 0.875.
    private static ReadOnlySpan<double> ErfCoefficients =>
    [
        0.12837916709551259, -0.37612638903183737, 0.11283791670954303, -0.026866170644932338, 0.0052239776229527713,
        -0.00085483268392119217, 0.00012055324316249761, -1.4925381225736934e-05, 1.6456514089826845e-06,
        -1.6288333719173575e-07, 1.4117783514425679e-08, -8.6544229922546103e-10,
    ];

    // (1 + 2x)·exp(x²)·erfc x in powers of (x − 4) / (x + 4), for 0.5 ≤ x ≤ 28.
    private static ReadOnlySpan<double> ScaledErfcCoefficients =>
    [
        1.2329951186255526, -0.1396211168405625, 0.015379652102618914, 0.068097054254689704, -0.10103906603624628,
        0.09373283499847547, -0.066330365813795408, 0.037167515535003359, -0.016197734035894067, 0.005031970005320365,
        -0.00075777346560912178, -0.00019925688016402091, 0.00015062256793478299, -2.4398396689390889e-05,
        -1.1224924363521778e-05, 5.7073356039573099e-06, 2.9986206675278541e-07, -8.2077292434768159e-07,
        6.6759496471072234e-08, 1.043118564963343e-07, -1.212638815930061e-08, -1.00269836006967e-08,
    ];

    /// <summary>erf x = 2/√π ∫₀ˣ exp(−t²) dt to 1 ulp; ±0 is kept, ±∞ give ±1.</summary>
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a < 0.875) return Fma(x, Horner(x * x, ErfCoefficients), x);
        var result = 1 - Erfc(a);
        return x < 0 ? -result : result;
    }

    /// <summary>erfc x = 1 − erf x to 3.5 ulp, also in the far tail: it is subnormal from 26.55 on and 0 from 27.23 on. −∞ gives 2.</summary>
    public static double Erfc(double x)
    {
        if (x < 0.5) return 1 - Erf(x);
        if (!(x < 28)) return double.IsNaN(x) ? x : 0;
        var square = x * x;
        return ExpOfSum(-square, -Fma(x, x, -square)) * ScaledErfc(x);
    }

    /// <summary>The standard normal distribution function Φ(x) to 3.5 ulp, also in the lower tail. ±∞ give 0 and 1.</summary>
    /// <remarks>In the tail, exp(−½x²) is computed from x itself, because erfc of the rounded |x|/√2 would lose x² ulp.</remarks>
    public static double NormalCdf(double x)
    {
        var y = Math.Abs(x) * SqrtHalf;
        if (y < 0.5) return Fma(0.5, Erf(x * SqrtHalf), 0.5);
        if (double.IsNaN(x)) return x;
        var tail = 0.0;
        if (y < 28)
        {
            var square = x * x;
            tail = ExpOfSum(-0.5 * square, -0.5 * Fma(x, x, -square)) * (0.5 * ScaledErfc(y));
        }
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>
    /// The x with Φ(x) = p to 4 ulp, also for p near 0 and at ½. p = 0 gives −∞, p = 1 gives ∞, and p outside [0, 1] gives NaN.
    /// </summary>
    /// <remarks>
    /// Halley's method, applied to ln Φ(x) of the smaller tail, or for p from 0.2 to 0.8 to Φ(x) − ½ = ½ erf(x/√2). It starts from a rational approximation
    /// with error 4.5e-4 (Abramowitz and Stegun, Handbook (1964), 26.2.23). Two steps of third order reduce that error below rounding.
    /// </remarks>
    public static double NormalQuantile(double p)
    {
        if (!(p > 0 && p < 1))
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        var centre = p - 0.5;
        if (centre == 0) return 0;
        var smaller = Math.Min(p, 1 - p);
        var logarithm = Log(smaller);
        var t = Math.Sqrt(-2 * logarithm);
        var x = Fma(Fma(0.010328, t, 0.802853), t, 2.515517) / Fma(Fma(Fma(0.001308, t, 0.189269), t, 1.432788), t, 1) - t;
        for (var step = 0; step < 3; step++)
        {
            // Newton's step is value / slope. Halley's step divides it by 1 − ½·step·(second derivative / slope).
            double newton, bend;
            if (smaller > 0.2)
            {
                newton = (0.5 * Erf(x * SqrtHalf) + Math.Abs(centre)) * (SqrtTwoPi * Exp(0.5 * x * x));
                bend = x;
            }
            else
            {
                var scaled = 0.5 * ScaledErfc(-x * SqrtHalf);          // Φ(x) = scaled · exp(−½x²)
                var slope = 1 / (SqrtTwoPi * scaled);
                newton = (Log(scaled) - 0.5 * x * x - logarithm) / slope;
                bend = x + slope;
            }
            x -= newton / Fma(0.5 * bend, newton, 1);
        }
        return centre < 0 ? x : -x;
    }

    /// <summary>exp(x²)·erfc x for x from 0.5 to 28, to 2 ulp.</summary>
    private static double ScaledErfc(double x) => Horner((x - 4) / (x + 4), ScaledErfcCoefficients) / Fma(2, x, 1);
}
