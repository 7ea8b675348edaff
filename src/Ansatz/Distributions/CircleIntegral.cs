using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Integrals of e^{κ(cos t − 1)} = e^{−2κ sin² ½t} over a part of the circle, and of the same times cos t − 1: the scaled Bessel functions I₀ and I₁, and the
/// distribution function of von Mises.
/// </summary>
internal static class CircleIntegral
{
    /// <summary>The integral from a to b, −π ≤ a ≤ b ≤ π, and that with the factor cos t − 1. Each piece starts where it is largest.</summary>
    public static (double Mass, double Moment) Over(double a, double b, double kappa)
    {
        if (a >= b) return (0, 0);
        if (a < 0 && b > 0)
        {
            var (left, right) = (Side(0, -a, kappa), Side(0, b, kappa));
            return (left.Mass + right.Mass, left.Moment + right.Moment);
        }
        return a >= 0 ? Side(a, b - a, kappa) : Side(-b, b - a, kappa);
    }

    /// <summary>log 2πI₀(κ)e^{−κ}, and 1 − I₁(κ)/I₀(κ).</summary>
    public static (double LogNormalizer, double Variance) Whole(double kappa)
    {
        var (mass, moment) = Over(0, DoubleMath.Pi, kappa);
        return (DoubleMath.Log(2 * mass), -moment / mass);
    }

    /// <summary>cos t − 1 without cancellation.</summary>
    public static double CosMinusOne(double t)
    {
        var half = DoubleMath.Sin(0.5 * t);
        return -2 * half * half;
    }

    // From a ≥ 0 on; there the integrand falls.
    private static (double Mass, double Moment) Side(double a, double length, double kappa)
    {
        Span<double> moment = stackalloc double[1];
        var density = new Density(kappa);
        var front = DoubleMath.Exp(density.At(a));
        return (front * TailIntegral.Ratio(density, a, 1, length, moment), front * moment[0]);
    }

    public readonly struct Density(double kappa) : ILogDensity
    {
        public double At(double u) => kappa * CosMinusOne(u);

        public void Scores(double u, Span<double> scores) => scores[0] = CosMinusOne(u);
    }
}
