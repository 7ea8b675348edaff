using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Scores at parameters and values where the plain formulas cancel, overflow or give NaN; exact values from mpmath.</summary>
public sealed class ExtremeParameterTests
{
    [Theory]
    [InlineData(1e4f, -0.91896353, 1.41903854)]
    [InlineData(1e6f, -0.91893878, 1.41893953)]
    [InlineData(1e8f, -0.91893853, 1.41893854)]
    [InlineData(3e38f, -0.91893853, 1.41893853)]
    public void StudentTWithManyDegreesOfFreedomIsNormal(float degreesOfFreedom, double logProb, double entropy)
    {
        var p = new StudentT(degreesOfFreedom, 0, 1);
        Close(logProb, p.LogProb(0f));
        Close(entropy, p.Entropy);
    }

    [Fact]
    public void LargeConcentrations()
    {
        Close(-7.82669390, new Gamma(1e6f, 1).LogProb(1e6f));
        Close(-10.12927890, new Gamma(1e8f, 1).LogProb(1e8f));
        Close(10.62927890, new Gamma(1e8f, 1).Entropy);
        Close(12.13547, new Beta(1e6f, 3).LogProb(0.999999f), 1e-5);
        Close(9.33112261, new Beta(1e8f, 1e8f).LogProb(0.5f));
    }

    [Fact]
    public void NoSquareOfADistanceOverflows()
    {
        Close(-93.2481, new StudentT(1, 0, 1).LogProb(1e20f), 1e-6);
        Assert.Equal(-3e38f, new Logistic(0, 1).LogProb(-3e38f).Item());
    }

    [Fact]
    public void AConstantInAllLogitsChangesNothing()
    {
        foreach (var constant in new[] { 0, 1e6f, 1e8f, -1e30f, 3e38f })
            Assert.All(new Categorical(Tensor.Full([3], constant)).LogProbs.ToArray(), logP => Assert.Equal(-1.0986123f, logP));
    }

    [Fact]
    public void TheGradientByProbabilitiesCountsTheirSum()
    {
        using var tape = new Tape();
        var probs = tape.Watch(Tensor.From([0.5f, 0.5f, 0]));
        Assert.Equal([1, -1, -1f], tape.Backward(Categorical.FromProbs(probs).LogProb(0f).Sum())[probs].ToArray());
    }

    [Theory]
    [InlineData(1e5f, 11.512925465)]
    [InlineData(1e6f, 13.815510558)]
    [InlineData(1e8f, 18.420680744)]
    [InlineData(1e30f, 69.07755279)]
    public void ContinuousBernoulliOfLargeLogitsIsSymmetric(float logit, double logProb)
    {
        Close(logProb, new ContinuousBernoulli(logit).LogProb(1f), 1e-7);
        Close(logProb, new ContinuousBernoulli(-logit).LogProb(0f), 1e-7);
        Assert.Equal(new ContinuousBernoulli(-logit).LogProb(0.25f).Item(), new ContinuousBernoulli(logit).LogProb(0.75f).Item());
    }

    [Fact]
    public void TheVarianceOfALogNormalOverflowsOnlyWhereItIsLarge() => Close(1.88285187489e26, new LogNormal(-60, 9.5f).Variance);

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void EveryWayToComputeALevelIsTheLevel(int levelCount)
    {
        var p = new DiscretizedLogistic(0.4f, 0.1f, levelCount);
        var quotients = p.LogProb(Tensor.From([.. Enumerable.Range(0, levelCount).Select(k => k / (levelCount - 1f))])).ToArray();
        var products = p.LogProb(Tensor.From([.. Enumerable.Range(0, levelCount).Select(k => k * (1f / (levelCount - 1)))])).ToArray();
        Assert.Equal(quotients, products);
        Assert.Equal(1, quotients.Sum(logP => Math.Exp(logP)), 1e-5);
        var between = p.LogProb(Tensor.From([.. Enumerable.Range(0, levelCount - 1).Select(k => (k + 0.5f) / (levelCount - 1))])).ToArray();
        Assert.All(between, logP => Assert.Equal(float.NegativeInfinity, logP));
    }

    [Fact]
    public void OffTheSupportNoExtremeParameterHasAGradient()
    {
        Func<Tensor[], Distribution>[] families =
        [
            p => new Normal(p[0], p[1]), p => new Laplace(p[0], p[1]), p => new Logistic(p[0], p[1]), p => new LogNormal(p[0], p[1]),
            p => new StudentT(p[1], p[0], p[1]), p => new Gamma(p[1], p[1]), p => new Beta(p[1], p[1]), p => new Exponential(p[1]),
            p => new DiscretizedLogistic(p[0], p[1]), p => new ContinuousBernoulli(p[0] / p[1]), p => new BernoulliCrossEntropy(p[0] / p[1]),
            p => new Uniform(p[0] - p[0], p[1]), p => new MultivariateNormalDiag(p[0], p[1]),
        ];
        foreach (var build in families)
            foreach (var scale in new[] { 1e-20f, 1e-30f, 1e30f })
            {
                using var tape = new Tape();
                Tensor[] parameters = [tape.Watch(Tensor.Ones([1])), tape.Watch(Tensor.Full([1], scale))];
                var logP = build(parameters).LogProb(Tensor.Full([1], float.NaN));
                Assert.Equal(float.NegativeInfinity, logP.Item());
                var gradients = tape.Backward(logP.Sum());
                Assert.All(parameters, p => Assert.Equal(0, gradients[p].Item()));
            }
    }

    private static void Close(double exact, Tensor actual, double tolerance = 4e-7) =>
        Assert.Equal(exact, actual.Item(), tolerance * Math.Max(1, Math.Abs(exact)));
}
