using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Closed forms of the divergence between different families against estimates from draws, and their gradients against differences.</summary>
public sealed class CrossFamilyDivergenceTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Distribution> P, Func<Tensor[], Distribution> Q)> pairs = new(StringComparer.Ordinal);

    static CrossFamilyDivergenceTests()
    {
        var reals = new Func<Tensor[], Distribution>[]
        {
            t => new Laplace(t[0], t[1]), t => new Logistic(t[0], t[1]), t => new Gumbel(t[0], t[1]), t => new Uniform(t[0], t[0] + t[1] + 1), t => new TruncatedNormal(t[0], t[1], -1, 4),
        };
        var positives = new Func<Tensor[], Distribution>[]
        {
            t => new Exponential(t[1]), t => new Gamma(t[0] + 2, t[1]), t => new LogNormal(t[0], t[1] * 0.5f), t => new HalfNormal(t[1]), t => new Weibull(t[1], t[0] + 1.5f),
            t => new Beta(t[0] + 2, t[1] + 1), t => new InverseGamma(t[0] + 4, t[1]), t => new Uniform(t[0], t[0] + t[1]),
        };
        var targets = new Func<Tensor[], Distribution>[]
        {
            t => new Normal(t[0], t[1]), t => new HalfNormal(t[1]), t => new Exponential(t[1]), t => new Gamma(t[0] + 1.2f, t[1]), t => new LogNormal(t[0], t[1]),
            t => new InverseGamma(t[0] + 1, t[1]), t => new Weibull(t[1], t[0] + 0.7f), t => new Gumbel(t[0], t[1] + 1), t => new Laplace(t[0], t[1]),
        };
        var shares = new Func<Tensor[], Distribution>[]
        {
            t => new Beta(t[0] + 2, t[1] + 1), t => new Kumaraswamy(t[0] + 2, t[1] + 1), t => new ContinuousBernoulli(t[0]), t => new Uniform(t[0] * 0.5f, t[0] * 0.5f + t[1] * 0.4f), t => new Uniform(-t[0], t[1] + 1),
        };
        foreach (var p in reals)
            foreach (var q in new[] { targets[0], targets[^2], targets[^1] }) Add(p, q);
        foreach (var p in shares[..^1])
            foreach (var q in new[] { shares[0], shares[2], shares[^1] }) Add(p, q);
        Add(t => new StudentT(t[1] + 5, t[0], t[1]), targets[0]);
        foreach (var p in positives)
            foreach (var q in targets)
            {
                // A density at 0 gives 1/x an infinite mean; see BeyondTheSupportItIsInfinite.
                if ((p([0.4f, 0.8f]), q([0.4f, 0.8f])) is not (Exponential or HalfNormal, InverseGamma)) Add(p, q);
            }
        Add(t => new Normal(t[0], t[1]), t => new Laplace(t[0] + 0.5f, t[1]));
        Add(t => new Normal(t[0], t[1]), t => new Gumbel(t[0] + 0.5f, t[1]));
        Add(t => Bernoulli.FromProbs(t[1] * 0.5f), t => new Poisson(t[1]));
        Add(t => Bernoulli.FromProbs(t[1] * 0.5f), t => new Geometric(t[0]));
        Add(t => new Poisson(t[1]), t => new Geometric(t[0]));
        Add(t => new Binomial(5, t[0]), t => new Geometric(t[0]));
        Add(t => new NegativeBinomial(t[1], t[0]), t => new Geometric(t[0]));
        Add(t => Bernoulli.FromProbs(t[1] * 0.5f), t => new NegativeBinomial(2.5f, t[0]));
        Add(t => Bernoulli.FromProbs(t[1] * 0.5f), t => new Binomial(3, t[0]));
        Add(t => new Independent(new Normal(Pair(t[0]), Pair(t[1])), 1), t => new MultivariateNormalTriL(Pair(t[0] + 1), Lower));
        Add(t => new MultivariateNormalTriL(Pair(t[0] + 1), Lower), t => new Independent(new Normal(Pair(t[0]), Pair(t[1])), 1));
        Add(t => new MultivariateNormalLowRank(Pair(t[0]), Tensor.From([0.5f, -0.4f], [2, 1]), Pair(t[1])), t => new MultivariateNormalDiag(Pair(t[0] + 0.3f), Pair(t[1])));
        Add(t => new Independent(new MultivariateNormalTriL(Pair(t[0]).Reshape(1, 2), Lower), 1), t => new Independent(new MultivariateNormalDiag(Pair(t[0]).Reshape(1, 2), Pair(t[1]).Reshape(1, 2)), 1));
    }

    private static Tensor Lower => Tensor.From([0.5f, 0, 0.25f, 0.7f], [2, 2]);

    public static TheoryData<string> Names => [.. pairs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void ClosedFormIsTheEstimate(string name)
    {
        Tensor[] parameters = [0.4f, 0.8f], others = [0.7f, 1.1f];
        var (p, q) = (pairs[name].P(parameters), pairs[name].Q(others));
        if (KlDivergence.ClosedForm(p, q) is not { } closed)
        {
            Assert.False(KlDivergence.HasClosedForm(p, q));
            return;
        }
        var (value, error) = KlDivergence.Estimate(p, q, new Rng(61).Fork(name), 20_000);
        Assert.True(Math.Abs(value.Item() - closed.Item()) <= 4.9 * error.Item() + 1e-5, $"{name}: closed form {closed.Item()}, estimate {value.Item()} ± {error.Item()}");
        Laws.Differences.AssertGradients([.. parameters, .. others], t => [KlDivergence.Between(pairs[name].P(t[..2]), pairs[name].Q(t[2..]))]);
    }

    /// <summary>Mass of p where q has none.</summary>
    [Fact]
    public void BeyondTheSupportItIsInfinite()
    {
        foreach (var (p, q) in new (Distribution, Distribution)[]
        {
            (new Normal(0f, 1), new Gamma(2f, 1)), (new Gumbel(0f, 1), new Beta(2f, 2)), (new Gamma(2f, 1), new Beta(2f, 2)), (new Poisson(2f), new Bernoulli(0f)),
            (new Poisson(2f), new Binomial(9f, 0)), (new Cauchy(0f, 1), new Normal(0f, 1)), (new StudentT(2f, 0, 1), new Normal(0f, 1)), (new Uniform(-1f, 1), new Gamma(2f, 1)),
            (new Uniform(0f, 1.5f), new Beta(2f, 2)), (new Beta(2f, 2), new Uniform(0.1f, 2)), (new Exponential(1f), new InverseGamma(2f, 1)), (new HalfNormal(1f), new InverseGamma(2f, 1)), (new Gamma(0.5f, 1), new InverseGamma(2f, 1)),
            (new Laplace(0f, 2), new Gumbel(0f, 1)), (new Logistic(0f, 1), new Gumbel(0f, 1)), (new InverseGamma(1.5f, 1), new Weibull(1f, 2)), (new InverseGamma(1f, 1), new Exponential(1f)),
            (new TruncatedNormal(0f, 1, -2, 1), new TruncatedNormal(0f, 1, -1, 2)),
        })
            Assert.Equal(float.PositiveInfinity, KlDivergence.Between(p, q).Item());
    }

    private static void Add(Func<Tensor[], Distribution> p, Func<Tensor[], Distribution> q)
    {
        Tensor[] sample = [0.4f, 0.8f];
        var name = $"{p(sample).GetType().Name} and {q(sample).GetType().Name}";
        pairs[pairs.ContainsKey(name) ? name + " again" : name] = (p, q);
    }

    private static Tensor Pair(Tensor x) => x.Reshape(1) + Tensor.From([0, 0.2f]);
}
