using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The regularized incomplete gamma functions P(α, y) and Q(α, y) as logarithms, and the derivative by α of a Gamma quantile, at u = log(y/α).
/// </summary>
/// <remarks>
/// The logarithm of a Gamma variable has the density e^{−αE(u)}·√(α/2π)·e^{−R(α)} at u, E(u) = eᵘ − 1 − u and R Stirling's remainder. It is log-concave with its
/// mode at u = 0, and nothing in it cancels, so <see cref="TailIntegral"/> gives the smaller tail at any α. The other one is 1 minus that.
/// </remarks>
internal static class GammaTail
{
    /// <summary>log P(α, αeᵘ).</summary>
    public static double LogLower(double u, double alpha) => u <= 0 ? Direct(u, alpha, -1) : DoubleMath.LogOneMinusExp(Direct(u, alpha, 1));

    /// <summary>log Q(α, αeᵘ).</summary>
    public static double LogUpper(double u, double alpha) => u > 0 ? Direct(u, alpha, 1) : DoubleMath.LogOneMinusExp(Direct(u, alpha, -1));

    /// <summary>∂ log y/∂α where P(α, y) stays: the score s − ψ(α) of s = log y, integrated over the smaller tail and divided by the density.</summary>
    public static double Path(double u, double alpha)
    {
        Span<double> moment = stackalloc double[1];
        var direction = u <= 0 ? -1 : 1;
        TailIntegral.Ratio(new Density(alpha), u, direction, double.PositiveInfinity, moment);
        return direction * moment[0];
    }

    /// <summary>u for y = βx: log(βx/α), accurate also near 0, because the product of two floats is exact in double.</summary>
    public static double Offset(double x, double alpha, double beta) => DoubleMath.LogOfRatio(beta * x, alpha, beta * x - alpha);

    private static double Direct(double u, double alpha, double direction)
    {
        var density = new Density(alpha);
        var logDensity = 0.5 * DoubleMath.Log(alpha) - DoubleMath.HalfLogTwoPi - DoubleMath.StirlingRemainder(alpha) + density.At(u);
        return Math.Min(0, logDensity + DoubleMath.Log(TailIntegral.Ratio(density, u, direction, double.PositiveInfinity, [])));
    }

    private readonly struct Density(double alpha) : ILogDensity
    {
        private readonly double excess = DoubleMath.LogMinusDigamma(alpha);

        public double At(double u) => -alpha * DoubleMath.Expm1MinusX(u);

        public void Scores(double u, Span<double> scores) => scores[0] = u + excess;
    }
}
