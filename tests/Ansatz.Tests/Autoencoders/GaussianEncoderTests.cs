using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Tests.Autoencoders;

public sealed class GaussianEncoderTests
{
    [Fact]
    public void FeaturesAreTheMeanAndTheRowsOfTheLowerTriangle()
    {
        var q = new GaussianEncoder(new Identity(), 3).Given(Tensor.From([1, 2, 3, 0.5f, -4, 0, 5, 6, -20], [1, 9]));
        Assert.Equal([1, 2, 3], q.Loc.ToArray());
        double Diagonal(double x) => Math.Log(1 + Math.Exp(x)) + 1e-5;
        Training.Steps.AssertNear([Diagonal(0.5), 0, 0, -4, Diagonal(0), 0, 5, 6, Diagonal(-20)], q.ScaleTriL.ToArray(), 1e-7);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    [InlineData(8, 44)]
    public void ItCountsItsFeatures(int dimension, int features) => Assert.Equal(features, GaussianEncoder.FeatureCount(dimension));

    [Fact]
    public void OtherFeaturesAreRefused() =>
        Assert.Contains("the network gave 4 features, 2 latent dimensions need 5", Assert.Throws<InvalidOperationException>(() =>
            new GaussianEncoder(new Identity(), 2).Given(Tensor.Zeros([1, 4]))).Message, StringComparison.Ordinal);

    private sealed class Identity : Layer
    {
        public override Tensor Forward(Tensor x, Pass pass = default) => x;

        public override string Describe() => nameof(Identity);
    }
}
