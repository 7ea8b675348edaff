using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>Divergences between different families of numbers, as −H(p) − E_p[log q], where that expectation needs moments of p alone.</content>
public static partial class KlDivergence
{
    private const float Infinite = float.PositiveInfinity;

    private static Tensor? BetweenFamilies(Distribution p, Distribution q)
    {
        if (p.EventShape.Rank > 0) return null;
        // Two outcomes: (1 − p)·log q(0) + p·log q(1).
        if (p is Bernoulli coin && q is Poisson or Geometric or NegativeBinomial or Binomial or Categorical) return -((1 - coin.Mean) * q.LogProb(0) + coin.Mean * q.LogProb(1)) - coin.Entropy;
        if ((p, q) is (Poisson or Geometric or NegativeBinomial, Bernoulli or Binomial)) return Tensor.Full(p.BatchShape, Infinite);
        // −E[log q] = −log π − E[k] log(1 − π) for π = σ(l).
        if (p is Poisson or NegativeBinomial or Binomial && q is Geometric g) return (-g.Logits).Softplus() + p.Mean * g.Logits.Softplus() - p.Entropy;
        if (p.IsDiscrete || q.IsDiscrete) return null;
        // A mass of p where q has none, or tails so heavy that the expectation is infinite.
        if (IsReal(p) && (IsPositive(q) || IsBounded(q))) return Tensor.Full(p.BatchShape, Infinite);
        if (IsPositive(p) && IsBounded(q)) return Tensor.Full(p.BatchShape, Infinite);
        if (p is Cauchy && q is Normal or Laplace or Logistic or Gumbel) return Tensor.Full(p.BatchShape, Infinite);
        if (CrossEntropy(p, q) is not { } cross) return null;
        var divergence = cross - p.Entropy;
        return p switch
        {
            StudentT t when q is Normal => t.DegreesOfFreedom.IsBetween(2, Infinite, inclusive: false).Where(divergence, Infinite),
            Uniform u when IsPositive(q) => u.Low.IsBetween(0, Infinite, inclusive: true).Where(divergence, Infinite),
            Uniform u when IsBounded(q) => (u.Low.IsBetween(0, 1, inclusive: true) * u.High.IsBetween(0, 1, inclusive: true)).Where(divergence, Infinite),
            _ => divergence,
        };
    }

    /// <summary>−E_p[log q] for p within the support of q, or null where it is not known.</summary>
    private static Tensor? CrossEntropy(Distribution p, Distribution q) => q switch
    {
        // log s + ½ log 2π + ½(Var + (mean − m)²)/s².
        Normal n when HasMoments(p) || p is StudentT or TruncatedNormal => n.Scale.Log() + Normal.HalfLogTwoPi + (p.Variance + (p.Mean - n.Loc).Square()) / n.Scale.Square() * 0.5f,
        HalfNormal h when HasMoments(p) => h.Scale.Log() + (Normal.HalfLogTwoPi - LogTwo) + (p.Variance + p.Mean.Square()) / h.Scale.Square() * 0.5f,
        Exponential e when HasMoments(p) => e.Rate * p.Mean - e.Rate.Log(),
        Gamma g when HasMoments(p) && MeanLog(p) is { } log => g.Concentration.Lgamma() - g.Concentration * g.Rate.Log() - (g.Concentration - 1) * log + g.Rate * p.Mean,
        InverseGamma g when MeanLog(p) is { } log && MeanReciprocal(p) is { } reciprocal => g.Concentration.Lgamma() - g.Concentration * g.Rate.Log() + (g.Concentration + 1) * log + g.Rate * reciprocal,
        LogNormal l when MeanLog(p) is { } log && VarianceLog(p) is { } variance => log + l.Scale.Log() + Normal.HalfLogTwoPi + (variance + (log - l.Loc).Square()) / l.Scale.Square() * 0.5f,
        // −log k + log s − (k − 1) E[log x/s] + E[(x/s)ᵏ].
        Weibull w when MeanLog(p) is { } log && LogMeanPower(p, w.Concentration) is { } power => w.Scale.Log() - w.Concentration.Log() - (w.Concentration - 1) * (log - w.Scale.Log()) + (power - w.Concentration * w.Scale.Log()).Exp(),
        Laplace l when MeanDistance(p, l.Loc) is { } distance => (2 * l.Scale).Log() + distance / l.Scale,
        // log s + E[z] + E[e^{−z}] for z = (x − m)/s.
        Gumbel g when LogMeanExp(p, 1 / g.Scale) is { } exponential => g.Scale.Log() + (p.Mean - g.Loc) / g.Scale + (g.Loc / g.Scale + exponential).Exp(),
        // log q is linear in x.
        ContinuousBernoulli c when IsBounded(p) && HasMoments(p) => -((1 - p.Mean) * c.LogProb(0) + p.Mean * c.LogProb(1)),
        Beta b when p is Uniform u => b.Concentration1.Lgamma() + b.Concentration0.Lgamma() - (b.Concentration1 + b.Concentration0).Lgamma()
            - (b.Concentration1 - 1) * MeanLog(u)! - (b.Concentration0 - 1) * ScalarFunction<UniformMeanLog>.Apply(default, 1 - u.High, 1 - u.Low),
        Uniform u when p is Beta or Kumaraswamy or ContinuousBernoulli => (u.Low.IsBetween(-Infinite, 0, inclusive: true) * u.High.IsBetween(1, Infinite, inclusive: true)).Where(u.Entropy, Infinite),
        _ => null,
    };

    private static bool IsReal(Distribution p) => p is Normal or Laplace or Logistic or Cauchy or StudentT or Gumbel;

    private static bool IsPositive(Distribution p) => p is Exponential or Gamma or InverseGamma or LogNormal or HalfNormal or Weibull;

    private static bool IsBounded(Distribution p) => p is Beta or Kumaraswamy or ContinuousBernoulli or RelaxedBernoulli or Uniform;

    // Families with a mean, a variance and an entropy in closed form, of which at least one moment is finite; those on an interval of their own may reach beyond q's support.
    private static bool HasMoments(Distribution p) =>
        p is Normal or Laplace or Logistic or Gumbel or Exponential or Gamma or InverseGamma or LogNormal or HalfNormal or Weibull or Beta or Kumaraswamy or ContinuousBernoulli or Uniform;
}
