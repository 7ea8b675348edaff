using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The binomial family with n and the logit l, in double; P(X ≤ k) is P(Y &gt; σ(l)) for Y from Beta(k + 1, n − k).</summary>
internal readonly struct BinomialFamily : IScalarFamily
{
    public string Name => nameof(BinomialFamily);

    public double Value(ReadOnlySpan<double> x) => BinomialScore.LogProb(x[0], x[1] - x[0], x[2]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1], slopes[2]) = (0, 0, BinomialScore.Slope(x[0], x[1] - x[0], x[2]));

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, x[1]);

    public double PointBelow(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public double LogCdf(ReadOnlySpan<double> x) => BetaTail.LogUpper(Offset(x, out var a, out var b), a, b);

    public double LogSurvival(ReadOnlySpan<double> x) => BetaTail.LogLower(Offset(x, out var a, out var b), a, b);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    // P(X ≤ k) falls by P(k)·(n − k)σ(l) with l.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (0, (x[1] - x[0]) * BinomialScore.Share(x[2]));

    private static double Offset(ReadOnlySpan<double> x, out double a, out double b)
    {
        var k = Math.Floor(x[0]);
        (a, b) = (k + 1, x[1] - k);
        return BinomialScore.Offset(a, b, x[2]);
    }
}

/// <summary>⌈(n + 1)p⌉ − 1 in [0, n].</summary>
internal readonly struct BinomialMode : IScalarFunction
{
    public string Name => nameof(BinomialMode);

    public double Value(ReadOnlySpan<double> x) => Math.Clamp(Math.Ceiling((x[0] + 1) * BinomialScore.Share(x[1])) - 1, 0, x[0]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes.Clear();
}
