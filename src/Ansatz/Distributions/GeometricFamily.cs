using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The geometric family with the logit l, in double: P(X &gt; k) = (1 − p)^{k + 1} with log(1 − p) = log σ(−l).</summary>
internal readonly struct GeometricFamily : IScalarFamily
{
    public string Name => nameof(GeometricFamily);

    public double Value(ReadOnlySpan<double> x) => x[0] * LogisticScore.LogSigmoid(-x[1]) + LogisticScore.LogSigmoid(x[1]);

    // σ(−l) − kσ(l).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (0, BinomialScore.Share(-x[1]) - x[0] * BinomialScore.Share(x[1]));

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public double LogCdf(ReadOnlySpan<double> x) => DoubleMath.LogOneMinusExp(LogSurvival(x));

    public double LogSurvival(ReadOnlySpan<double> x) => (Math.Floor(x[0]) + 1) * LogisticScore.LogSigmoid(-x[1]);

    // The least k with (k + 1) log(1 − p) ≤ log(1 − P).
    public double Quantile(ReadOnlySpan<double> x) => Math.Max(0, Math.Ceiling(DoubleMath.Log1p(-x[0]) / LogisticScore.LogSigmoid(-x[1])) - 1);

    // P(X ≤ k) grows by (k + 1)(1 − p)ᵏ·p(1 − p) with l.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[1] = -(x[0] + 1) * BinomialScore.Share(-x[1]);
}

/// <summary>−log p − e^{−l} log(1 − p) = softplus(−l) + e^{−l} softplus(l); its slope is −e^{−l} softplus(l).</summary>
internal readonly struct GeometricEntropy : IScalarFunction
{
    public string Name => nameof(GeometricEntropy);

    public double Value(ReadOnlySpan<double> x) => Product(x[0]) - LogisticScore.LogSigmoid(x[0]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -Product(x[0]);

    // e^{−l} softplus(l), which is 1 − ½eˡ for a small eˡ.
    private static double Product(double l) => l < -40 ? 1 : -DoubleMath.Exp(-l) * LogisticScore.LogSigmoid(-l);
}
