using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The inverse Gamma family, in double. With y = β/x, log p(x) = ½ log α − log x − ½ log 2π − R(α) − D(α, y); see <see cref="GammaScore"/>.</summary>
internal readonly struct InverseGammaFamily : IScalarFamily
{
    public string Name => nameof(InverseGammaFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        double alpha = x[1], y = x[2] / x[0];
        return 0.5 * DoubleMath.Log(alpha) - DoubleMath.Log(x[0]) - DoubleMath.HalfLogTwoPi - DoubleMath.StirlingRemainder(alpha)
            - DoubleMath.Deviance(alpha, y, (x[2] - alpha * x[0]) / x[0]);
    }

    // (y − α − 1)/x, log y − ψ(α), (α − y)/β.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double alpha = x[1], excess = (x[2] - alpha * x[0]) / x[0];
        slopes[0] = (excess - 1) / x[0];
        slopes[1] = DoubleMath.LogOfRatio(x[2] / x[0], alpha, excess) + DoubleMath.LogMinusDigamma(alpha);
        slopes[2] = -excess / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => GammaTail.LogUpper(Offset(x), x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => GammaTail.LogLower(Offset(x), x[1]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = x[0] == 0 ? (0, 0) : (-x[0] * GammaTail.Path(Offset(x), x[1]), x[0] / x[2]);

    // log(y/α).
    private static double Offset(ReadOnlySpan<double> x) => DoubleMath.LogOfRatio(x[2], x[1] * x[0], x[2] - x[1] * x[0]);
}

/// <summary>α + log β + log Γ(α) − (1 + α)ψ(α) = log β − 3/2 log α + ½ log 2π + R(α) + (α + 1)e(α) with e(α) = log α − ψ(α).</summary>
internal readonly struct InverseGammaEntropy : IScalarFunction
{
    public string Name => nameof(InverseGammaEntropy);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Log(x[1]) - 1.5 * DoubleMath.Log(x[0]) + DoubleMath.HalfLogTwoPi + DoubleMath.StirlingRemainder(x[0])
        + (x[0] + 1) * DoubleMath.LogMinusDigamma(x[0]);

    // 1 − (1 + α)ψ′(α) = −1/α − (1 + α)(ψ′(α) − 1/α), 1/β.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = -1 / x[0] - (1 + x[0]) * DoubleMath.TrigammaMinusReciprocal(x[0]);
        slopes[1] = 1 / x[1];
    }
}
