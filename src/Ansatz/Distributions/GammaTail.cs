using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The regularized incomplete gamma functions P(α, y) and Q(α, y) as logarithms, and the derivative by α of a Gamma quantile, at u = log(y/α).
/// </summary>
/// <remarks>
/// The logarithm of a Gamma variable has the density e^{−αE(u)}·√(α/2π)·e^{−R(α)} at u, E(u) = eᵘ − 1 − u and R Stirling's remainder. It is log-concave with its
/// mode at u = 0, and nothing in it cancels, so <see cref="TailIntegral"/> gives its tails at any α.
/// </remarks>
internal static class GammaTail
{
    private const double LogHalf = -0.69314718055994531, LargestComplement = -0.1;

    /// <summary>log P(α, αeᵘ).</summary>
    public static double LogLower(double u, double alpha) => LogPart(u, alpha, -1);

    /// <summary>log Q(α, αeᵘ).</summary>
    public static double LogUpper(double u, double alpha) => LogPart(u, alpha, 1);

    /// <summary>∂ log y/∂α where P(α, y) stays: the score s − ψ(α) of s = log y, integrated over the smaller tail and divided by the density.</summary>
    public static double Path(double u, double alpha)
    {
        Span<double> moment = stackalloc double[1];
        // The scores of the larger part would cancel.
        var direction = LogLower(u, alpha) < LogHalf ? -1 : 1;
        TailIntegral.LogMass(new Density(alpha), u, direction, moment);
        return direction * moment[0];
    }

    /// <summary>u for y = βx: log(βx/α), accurate also near 0, because the product of two floats is exact in double.</summary>
    public static double Offset(double x, double alpha, double beta) => DoubleMath.LogOfRatio(beta * x, alpha, beta * x - alpha);

    // Over the mode it is 1 minus the other part, unless that is nearly 1: for a small α nearly all mass lies below the mode.
    private static double LogPart(double u, double alpha, double direction)
    {
        if (u * direction < 0 && Direct(u, alpha, -direction) is < LargestComplement and var other) return DoubleMath.LogOneMinusExp(other);
        return Direct(u, alpha, direction);
    }

    private static double Direct(double u, double alpha, double direction)
    {
        var logFactor = 0.5 * DoubleMath.Log(alpha) - DoubleMath.HalfLogTwoPi - DoubleMath.StirlingRemainder(alpha);
        return Math.Min(0, logFactor + TailIntegral.LogMass(new Density(alpha), u, direction, []));
    }

    private readonly struct Density(double alpha) : ILogDensity
    {
        private readonly double excess = DoubleMath.LogMinusDigamma(alpha);

        public double At(double u) => -alpha * DoubleMath.Expm1MinusX(u);

        public void Scores(double u, Span<double> scores) => scores[0] = u + excess;
    }
}
