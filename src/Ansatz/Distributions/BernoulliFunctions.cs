using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family of coins with the logit l, in double.</summary>
internal readonly struct BernoulliFamily : IScalarFamily
{
    public string Name => nameof(BernoulliFamily);

    public double Value(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(x[0] == 1 ? x[1] : -x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (0, x[0] == 1 ? Share(-x[1]) : -Share(x[1]));

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, 1);

    public double PointBelow(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public double LogCdf(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(-x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(x[1]);

    public double Quantile(ReadOnlySpan<double> x) => x[0] <= Share(-x[1]) ? 0 : 1;

    // P(X ≤ 0) = σ(−l) falls by σ(l)σ(−l).
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[1] = Share(x[1]);

    private static double Share(double l) => DoubleMath.Exp(LogisticScore.LogSigmoid(l));
}
