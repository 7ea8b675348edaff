using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The negative binomial family with n and the logit l, in double: P(k) = n/(n + k) times the binomial probability of k among n + k; P(X ≤ k) is P(Y &gt; σ(l)) for Y
/// from Beta(k + 1, n).
/// </summary>
internal readonly struct NegativeBinomialFamily : IScalarFamily
{
    public string Name => nameof(NegativeBinomialFamily);

    public double Value(ReadOnlySpan<double> x) => BinomialScore.LogProb(x[0], x[1], x[2]) - DoubleMath.Log1p(x[0] / x[1]);

    // By n: ψ(k + n) − ψ(n) + log σ(−l).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = 0;
        slopes[1] = (x[0] == 0 ? 0 : DoubleMath.DigammaDifference(x[1], x[0])) + LogisticScore.LogSigmoid(-x[2]);
        slopes[2] = BinomialScore.Slope(x[0], x[1], x[2]);
    }

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public double LogCdf(ReadOnlySpan<double> x) => BetaTail.LogUpper(Offset(x), Math.Floor(x[0]) + 1, x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => BetaTail.LogLower(Offset(x), Math.Floor(x[0]) + 1, x[1]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    // P(X ≤ k) is 1 − I with I = P(Y ≤ σ(l)), Y from Beta(k + 1, n). I grows with l by (k + n)·P(k)·σ(l), and with n by the density of logit Y times −∂ logit y/∂n.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var byCount = BetaTail.Path(Offset(x), x[0] + 1, x[1]).ByBeta;
        slopes[2] = (x[0] + x[1]) * BinomialScore.Share(x[2]);
        slopes[1] = -byCount * slopes[2];
    }

    private static double Offset(ReadOnlySpan<double> x) => BinomialScore.Offset(Math.Floor(x[0]) + 1, x[1], x[2]);
}
