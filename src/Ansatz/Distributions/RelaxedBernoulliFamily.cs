using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family of <see cref="RelaxedBernoulli"/> with τ and l, in double: F(x) = σ(s) with s = τ logit x − l.</summary>
internal readonly struct RelaxedBernoulliFamily : IScalarFamily
{
    public string Name => nameof(RelaxedBernoulliFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var s = Argument(x);
        return DoubleMath.Log(x[1]) + LogisticScore.LogSigmoid(s) + LogisticScore.LogSigmoid(-s) - DoubleMath.Log(x[0]) - DoubleMath.Log1p(-x[0]);
    }

    // With t = tanh ½s = −∂ log p/∂s: −(τt + 1 − 2x)/(x(1 − x)), 1/τ − t·logit x, t.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double t = DoubleMath.Tanh(0.5 * Argument(x)), value = x[0];
        slopes[0] = -(x[1] * t + 1 - 2 * value) / value / (1 - value);
        slopes[1] = 1 / x[1] - t * Logit(value);
        slopes[2] = t;
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, 1);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(Argument(x));

    public double LogSurvival(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(-Argument(x));

    public double Quantile(ReadOnlySpan<double> x) => DoubleMath.Exp(LogisticScore.LogSigmoid((x[2] + Logit(x[0])) / x[1]));

    // x(1 − x) times the slopes −logit x/τ and 1/τ of logit x.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var factor = x[0] * (1 - x[0]) / x[1];
        (slopes[1], slopes[2]) = (factor == 0 ? 0 : -factor * Logit(x[0]), factor);
    }

    private static double Argument(ReadOnlySpan<double> x) => x[1] * Logit(x[0]) - x[2];

    private static double Logit(double x) => DoubleMath.Log(x) - DoubleMath.Log1p(-x);
}
