using MathNet.Numerics;

namespace Ansatz.Tests.Distributions;

/// <summary>Distribution functions in double, from closed forms and from the series and continued fractions of the incomplete gamma and beta functions.</summary>
internal static class DistributionFunctions
{
    public static double Normal(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;

    public static double Logistic(double z) => z < 0 ? Math.Exp(z) / (1 + Math.Exp(z)) : 1 / (1 + Math.Exp(-z));

    public static double Laplace(double z) => z < 0 ? Math.Exp(z) / 2 : 1 - Math.Exp(-z) / 2;

    /// <summary>(e^{l·x} − 1)/(eˡ − 1).</summary>
    public static double ContinuousBernoulli(double l, double x) =>
        l > 0 ? Math.Exp(l * (x - 1)) * Zoo.ExactMath.Expm1(-l * x) / Zoo.ExactMath.Expm1(-l) : Zoo.ExactMath.Expm1(l * x) / Zoo.ExactMath.Expm1(l);

    /// <summary>½ I_{ν/(ν + t²)}(½ν, ½) beyond t, by symmetry.</summary>
    public static double StudentT(double nu, double t)
    {
        var beyond = 0.5 * Beta(nu / 2, 0.5, nu / (nu + t * t), t * t / (nu + t * t));
        return t > 0 ? 1 - beyond : beyond;
    }

    /// <summary>P(a, x), by its series below a + 1, by the continued fraction of 1 − P above. Abramowitz and Stegun, 6.5.29 and 6.5.31.</summary>
    public static double Gamma(double a, double x)
    {
        if (x <= 0) return 0;
        var front = Math.Exp(a * Math.Log(x) - x - SpecialFunctions.GammaLn(a + 1));
        if (x < a + 1)
        {
            double term = 1, sum = 1;
            for (var n = 1; term > 1e-17 * sum; n++) sum += term *= x / (a + n);
            return front * sum;
        }
        return 1 - front * a * Fraction(x + 1 - a, n => -n * (n - a), n => x + 2 * n + 1 - a);
    }

    /// <summary>Iₓ(a, b) with rest = 1 − x, by its continued fraction, or from that of I of the rest. Abramowitz and Stegun, 26.5.8.</summary>
    public static double Beta(double a, double b, double x, double rest)
    {
        if (x <= 0) return 0;
        if (rest <= 0) return 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - Beta(b, a, rest, x);
        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(rest) - SpecialFunctions.GammaLn(a) - SpecialFunctions.GammaLn(b) + SpecialFunctions.GammaLn(a + b)) / a;
        return front * Fraction(1, i =>
        {
            var m = i / 2;
            return i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        }, _ => 1);
    }

    /// <summary>1/(b₀ + c₁/(b₁ + c₂/(b₂ + …))), by Lentz's method. Press and others, Numerical recipes (2007), section 5.2.</summary>
    private static double Fraction(double first, Func<int, double> c, Func<int, double> b)
    {
        const double Tiny = 1e-300;
        double d = 1 / first, value = d, e = 1 / Tiny;
        for (var n = 1; n < 1_000_000; n++)
        {
            d = c(n) * d + b(n);
            e = b(n) + c(n) / e;
            d = 1 / (d == 0 ? Tiny : d);
            var factor = d * (e == 0 ? Tiny : e);
            value *= factor;
            if (Math.Abs(factor - 1) < 1e-15) break;
        }
        return value;
    }
}
