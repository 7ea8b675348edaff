using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Mixtures;

public sealed class MixtureVerbsTests
{
    [Fact]
    public void ScoresAreThoseOfTheDensityInDouble()
    {
        var mixture = new GaussianMixture(3, 2, MixtureCovariance.Full);
        mixture.Initialize(new Rng(1));
        var x = mixture.Sample(new Rng(2), 1500);
        Assert.Equal([1500, 2], x.Shape);
        Assert.Equal(mixture.Given().Sample(new Rng(2), [1500]).ToArray(), x.ToArray());
        var expected = mixture.Density().LogProb(Array.ConvertAll(x.ToArray(), v => (double)v));
        Assert.Equal(expected, mixture.Score(x));
        Assert.Equal(expected, mixture.Score(Dataset.FromTensor(x)));
        Assert.Contains("expected 2 numbers", Assert.Throws<ArgumentException>(() => mixture.Score(Tensor.Zeros([1, 3]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADistributionScoresASource()
    {
        var flow = new TransformedDistribution(MultivariateNormalDiag.Standard(2), new Ansatz.Bijectors.Tanh());
        var x = flow.Sample(new Rng(1), [70]);
        Assert.Equal(flow.LogProb(x).ToArray().Select(p => (double)p), flow.Score(Dataset.FromTensor(x)));
        Assert.Equal(flow.Score(Dataset.FromTensor(x)), new Unconditional(flow).Score(x));
    }
}
