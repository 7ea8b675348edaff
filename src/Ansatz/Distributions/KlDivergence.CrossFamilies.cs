using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>Divergences between different families of numbers, as −H(p) − E_p[log q], where that expectation needs moments of p alone.</content>
public static partial class KlDivergence
{
    private const float Infinite = float.PositiveInfinity, EulerGamma = 0.5772157f, LogTwo = 0.6931472f;

    private static Tensor? BetweenFamilies(Distribution p, Distribution q)
    {
        if (p.EventShape.Rank > 0) return null;
        if ((p, q) is (Bernoulli coin, Poisson count)) return count.Rate - coin.Mean * count.Rate.Log() - coin.Entropy;
        if ((p, q) is (Poisson or Geometric or NegativeBinomial, Bernoulli or Binomial)) return Tensor.Full(p.BatchShape, Infinite);
        if (p.IsDiscrete || q.IsDiscrete) return null;
        // A mass of p where q has none.
        if (IsReal(p) && (IsPositive(q) || IsBounded(q))) return Tensor.Full(p.BatchShape, Infinite);
        if (IsPositive(p) && IsBounded(q)) return Tensor.Full(p.BatchShape, Infinite);
        return CrossEntropy(p, q) is { } cross ? cross - p.Entropy : null;
    }

    /// <summary>−E_p[log q], or null where it is not known.</summary>
    private static Tensor? CrossEntropy(Distribution p, Distribution q) => q switch
    {
        // log s + ½ log 2π + ½(Var + (mean − m)²)/s².
        Normal n when HasMoments(p) || p is Uniform or TruncatedNormal => n.Scale.Log() + Normal.HalfLogTwoPi + (p.Variance + (p.Mean - n.Loc).Square()) / n.Scale.Square() * 0.5f,
        HalfNormal h when HasMoments(p) => h.Scale.Log() + (Normal.HalfLogTwoPi - LogTwo) + (p.Variance + p.Mean.Square()) / h.Scale.Square() * 0.5f,
        Exponential e when HasMoments(p) => e.Rate * p.Mean - e.Rate.Log(),
        Gamma g when HasMoments(p) && MeanLog(p) is { } log =>
            g.Concentration.Lgamma() - g.Concentration * g.Rate.Log() - (g.Concentration - 1) * log + g.Rate * p.Mean,
        LogNormal l when MeanLog(p) is { } log && VarianceLog(p) is { } variance =>
            log + l.Scale.Log() + Normal.HalfLogTwoPi + (variance + (log - l.Loc).Square()) / l.Scale.Square() * 0.5f,
        Laplace l when p is Normal n => (2 * l.Scale).Log() + ScalarFunction<NormalDistance>.Apply(default, n.Loc - l.Loc, n.Scale) / l.Scale,
        Gumbel g when p is Normal n => g.Scale.Log() + (n.Loc - g.Loc) / g.Scale + ((g.Loc - n.Loc) / g.Scale + (n.Scale / g.Scale).Square() * 0.5f).Exp(),
        _ => null,
    };

    private static bool IsReal(Distribution p) => p is Normal or Laplace or Logistic or Cauchy or StudentT or Gumbel;

    private static bool IsPositive(Distribution p) => p is Exponential or Gamma or InverseGamma or LogNormal or HalfNormal or Weibull;

    private static bool IsBounded(Distribution p) => p is Beta or Kumaraswamy or ContinuousBernoulli or RelaxedBernoulli or Uniform;

    // Families with a mean, a variance and an entropy in closed form, of which at least one moment is finite; those on an interval of their own may reach beyond q's support.
    private static bool HasMoments(Distribution p) => p is Normal or Laplace or Logistic or Gumbel or Exponential or Gamma or LogNormal or HalfNormal or Weibull or Beta or Kumaraswamy or ContinuousBernoulli;

    /// <summary>E[log x].</summary>
    private static Tensor? MeanLog(Distribution p) => p switch
    {
        Exponential e => -e.Rate.Log() - EulerGamma,
        Gamma g => ScalarFunction<GammaMeanLog>.Apply(default, g.Concentration, g.Rate),
        InverseGamma g => -ScalarFunction<GammaMeanLog>.Apply(default, g.Concentration, g.Rate),
        LogNormal l => l.Loc,
        Weibull w => w.Scale.Log() - EulerGamma / w.Concentration,
        HalfNormal h => h.Scale.Log() - (EulerGamma + LogTwo) * 0.5f,
        Beta b => -ScalarFunction<BetaMeanLog>.Apply(default, b.Concentration1, b.Concentration0),
        _ => null,
    };

    /// <summary>Var log x.</summary>
    private static Tensor? VarianceLog(Distribution p) => p switch
    {
        Exponential e => Tensor.Full(e.BatchShape, 1.6449341f),
        Gamma g => ScalarFunction<GammaVarianceLog>.Apply(default, g.Concentration),
        InverseGamma g => ScalarFunction<GammaVarianceLog>.Apply(default, g.Concentration),
        Weibull w => 1.6449341f / w.Concentration.Square(),
        HalfNormal h => Tensor.Full(h.BatchShape, 1.2337006f),
        _ => null,
    };
}

/// <summary>E[log x] = ψ(α) − log β of a Gamma variable; its slopes are ψ′(α) and −1/β.</summary>
internal readonly struct GammaMeanLog : IScalarFunction
{
    public string Name => nameof(GammaMeanLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Log(x[0]) - DoubleMath.LogMinusDigamma(x[0]) - DoubleMath.Log(x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[0], slopes[1]) = (DoubleMath.TrigammaMinusReciprocal(x[0]) + 1 / x[0], -1 / x[1]);
}

/// <summary>Var log x = ψ′(α) of a Gamma variable; its slope is ψ″(α).</summary>
internal readonly struct GammaVarianceLog : IScalarFunction
{
    public string Name => nameof(GammaVarianceLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.TrigammaMinusReciprocal(x[0]) + 1 / x[0];

    // ψ″(x) = ψ″(x + 1) − 2/x³ below 10, and from there on −1/x² − 1/x³ − 1/2x⁴ + 1/6x⁶ − 1/6x⁸ + 3/10x¹⁰.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double y = x[0], sum = 0;
        for (; y < 20; y++) sum -= 2 / y / y / y;
        var square = 1 / y / y;
        slopes[0] = sum - square * (1 + 1 / y + square * (0.5 - square * (1.0 / 6 - square * (1.0 / 6 - 0.3 * square))));
    }
}

/// <summary>−E[log x] = ψ(α + β) − ψ(α) of a Beta variable.</summary>
internal readonly struct BetaMeanLog : IScalarFunction
{
    public string Name => nameof(BetaMeanLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.DigammaDifference(x[0], x[1]);

    // ψ′(n) − ψ′(α), ψ′(n).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var total = x[0] + x[1];
        slopes[1] = DoubleMath.TrigammaMinusReciprocal(total) + 1 / total;
        slopes[0] = slopes[1] - DoubleMath.TrigammaMinusReciprocal(x[0]) - 1 / x[0];
    }
}

/// <summary>E|x| for x from N(d, σ²): 2σφ(d/σ) + d(2Φ(d/σ) − 1); its slopes are 2Φ(d/σ) − 1 and 2φ(d/σ).</summary>
internal readonly struct NormalDistance : IScalarFunction
{
    public string Name => nameof(NormalDistance);

    public double Value(ReadOnlySpan<double> x) => 2 * x[1] * Density(x) + x[0] * Balance(x);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (Balance(x), 2 * Density(x));

    private static double Density(ReadOnlySpan<double> x) => DoubleMath.Exp(-0.5 * (x[0] / x[1]) * (x[0] / x[1]) - DoubleMath.HalfLogTwoPi);

    private static double Balance(ReadOnlySpan<double> x) => DoubleMath.Erf(x[0] / x[1] * 0.70710678118654757);
}
