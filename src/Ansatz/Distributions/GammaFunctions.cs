using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// log p(x; α, β) of a Gamma variable = ½ log α − log x − ½ log 2π − R(α) − D(α, βx), with Stirling's remainder R and the deviance
/// D(α, y) = α log(α/y) + y − α.
/// </summary>
/// <remarks>
/// α log βx − βx − log Γ(α) would be a difference of numbers near α log α. The difference βx − α is exact but for one rounding, since in double a
/// product of two floats is exact. Loader, Fast and accurate computation of binomial probabilities (2000), section 5.
/// </remarks>
internal readonly struct GammaScore : IScalarFamily
{
    public string Name => nameof(GammaScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var (value, alpha, beta) = (x[0], x[1], x[2]);
        return 0.5 * DoubleMath.Log(alpha) - DoubleMath.Log(value) - DoubleMath.HalfLogTwoPi - DoubleMath.StirlingRemainder(alpha)
            - DoubleMath.Deviance(alpha, beta * value, beta * value - alpha);
    }

    // (α − 1 − βx)/x, log(βx/α) + log α − ψ(α), (α − βx)/β. What the rounding of α − 1 lost counts where βx is near α.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (value, alpha, beta) = (x[0], x[1], x[2]);
        var excess = beta * value - alpha;
        var less = alpha - 1;
        slopes[0] = (less - beta * value + (alpha - less - 1)) / value;
        slopes[1] = DoubleMath.LogOfRatio(beta * value, alpha, excess) + DoubleMath.LogMinusDigamma(alpha);
        slopes[2] = -excess / beta;
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => GammaTail.LogLower(GammaTail.Offset(x[0], x[1], x[2]), x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => GammaTail.LogUpper(GammaTail.Offset(x[0], x[1], x[2]), x[1]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[1], slopes[2]) = x[0] == 0 ? (0, 0) : (x[0] * GammaTail.Path(GammaTail.Offset(x[0], x[1], x[2]), x[1]), -x[0] / x[2]);
}

/// <summary>
/// The entropy of Gamma(α, β), α − log β + log Γ(α) + (1 − α)ψ(α) = ½ log α − log β + ½ log 2π + R(α) + (α − 1)e(α) with e(α) = log α − ψ(α).
/// </summary>
internal readonly struct GammaEntropy : IScalarFunction
{
    public string Name => nameof(GammaEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var (alpha, beta) = (x[0], x[1]);
        return 0.5 * DoubleMath.Log(alpha) - DoubleMath.Log(beta) + DoubleMath.HalfLogTwoPi + DoubleMath.StirlingRemainder(alpha)
            + (alpha - 1) * DoubleMath.LogMinusDigamma(alpha);
    }

    // 1 + (1 − α)ψ′(α) = 1/α + (1 − α)(ψ′(α) − 1/α), −1/β.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = 1 / x[0] + (1 - x[0]) * DoubleMath.TrigammaMinusReciprocal(x[0]);
        slopes[1] = -1 / x[1];
    }
}

/// <summary>
/// KL(Gamma(α, β) ‖ Gamma(a, b)) = D(a, αb/β) + G(α, a), with the deviance D(a, y) = a log(a/y) + y − a and
/// G(α, a) = ½ log(α/a) − (α − a)e(α) + R(a) − R(α), e(α) = log α − ψ(α).
/// </summary>
/// <remarks>
/// The usual form (α − a)ψ(α) − log Γ(α) + log Γ(a) + a log(β/b) + α(b/β − 1) with ψ and log Γ replaced by Stirling's; what cancelled is gone.
/// D is small to second order near equality and exact; G is of order (α − a)²/4α² for large α.
/// </remarks>
internal readonly struct GammaDivergence : IScalarFunction
{
    public string Name => nameof(GammaDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        var (alpha, beta, a, b) = (x[0], x[1], x[2], x[3]);
        var mean = alpha * b / beta;
        return Math.Max(0, DoubleMath.Deviance(a, mean, (alpha * b - a * beta) / beta) + Remainder(alpha, a, alpha - a));
    }

    // (αb − aβ)/αβ + (α − a)(ψ′(α) − 1/α), −(αb − aβ)/β², e(α) − e(a) − log(αb/aβ), (αb − aβ)/βb.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (alpha, beta, a, b) = (x[0], x[1], x[2], x[3]);
        var excess = alpha * b - a * beta;
        slopes[0] = excess / alpha / beta + (alpha - a) * DoubleMath.TrigammaMinusReciprocal(alpha);
        slopes[1] = -excess / beta / beta;
        slopes[2] = DoubleMath.LogMinusDigamma(alpha) - DoubleMath.LogMinusDigamma(a) - DoubleMath.LogOfRatio(alpha * b, a * beta, excess);
        slopes[3] = excess / beta / b;
    }

    /// <summary>G(α, a), given α − a.</summary>
    public static double Remainder(double alpha, double a, double difference) =>
        0.5 * DoubleMath.LogOfRatio(alpha, a, difference) - difference * DoubleMath.LogMinusDigamma(alpha)
        + (DoubleMath.StirlingRemainder(a) - DoubleMath.StirlingRemainder(alpha));
}
