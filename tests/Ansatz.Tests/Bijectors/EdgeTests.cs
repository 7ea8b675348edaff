using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Bijectors;

/// <summary>Bijectors at parameters and values where rounding leaves the plain formula.</summary>
public sealed class EdgeTests
{
    private static readonly float[] extremes = [-3e38f, -1e30f, -100, -1, 0, 0.5f, 100, 1e8f, 1e30f, 3e38f];

    [Fact]
    public void AScaleThatUnderflowedScoresMinusInfinity()
    {
        foreach (var scale in new[] { 0, 1e-45f, 1e-40f })
            foreach (var y in new[] { 1, -3e38f, 0f })
            {
                using var tape = new Tape();
                var watched = tape.Watch(Tensor.From([scale, 2]));
                var p = new TransformedDistribution(new Normal(Tensor.Zeros([2]), 1f), new Scale(watched));
                var logP = p.LogProb(Tensor.Full([2], y));
                Assert.False(float.IsNaN(logP.ToArray()[0]));
                if (scale == 0 || y != 0) Assert.Equal(float.NegativeInfinity, logP.ToArray()[0]);
                if (y == 1)
                {
                    Assert.Equal(new Normal(0f, 2f).LogProb(1f).Item(), logP.ToArray()[1], 1e-6f);
                    Assert.Equal([0, -0.375f], tape.Backward(logP.Sum())[watched].ToArray()); // −1/s + y²/s³
                }
            }
        Assert.Equal(float.NegativeInfinity, new TransformedDistribution(new Normal(0f, 1f), new Scale(0f)).SampleAndLogProb(new Rng(1)).LogProb.Item());
        Assert.Equal(float.NegativeInfinity, new TransformedDistribution(new Uniform(-1, 1), new Scale(0f)).LogProb(0.5f).Item());
    }

    [Fact]
    public void ATriangleWithAZeroOnItsDiagonalScoresMinusInfinity()
    {
        using var tape = new Tape();
        var watched = tape.Watch(Tensor.From([1, 0, 3, 0, 2, 0, 3, 2], [2, 2, 2]));
        var logP = new TransformedDistribution(new MultivariateNormalDiag(Tensor.Zeros([2, 2]), 1f), new ScaleTriL(watched)).LogProb(Tensor.From([1, 3], [1, 2]));
        Assert.Equal([2], logP.Shape);
        Assert.Equal(float.NegativeInfinity, logP.ToArray()[0]);
        Assert.Equal(-3.6304214f, logP.ToArray()[1], 1e-5f); // x = (½, ¾): −(¼ + 9/16)/2 − log 2π − log 4
        var gradient = tape.Backward(logP.Sum())[watched].ToArray();
        Assert.All(gradient[..4], g => Assert.Equal(0, g));
        Assert.All(gradient[4..], g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void AMapInAChainMayUnderflow()
    {
        var p = new TransformedDistribution(new MultivariateNormalDiag(Tensor.Zeros([2]), 1f),
            new Chain(new MaskedCoupling(Tensor.From([1, 0]), known => new Scale((known.Sum(-1, keepDimension: true) * 1000).Exp())), new Scale(Tensor.From([2, 3]))));
        Assert.Equal(float.NegativeInfinity, p.LogProb(Tensor.From([-4, 1])).Item());
    }

    [Fact]
    public void AnInverseBesideAKnotStaysInItsBin()
    {
        var spline = new RationalQuadraticSpline(Tensor.From([16, 11]), Tensor.From([-3, 4]), Tensor.From([14]), 3);
        var (x, logDet) = spline.InverseAndLogDet(-2.99f);
        Assert.Equal(2.95381f, x.Item(), 1e-4f);
        Assert.Equal(-2.38512f, logDet.Item(), 5e-5f);
        Assert.Equal(-7.66655f, new TransformedDistribution(new Normal(0f, 1f), spline).LogProb(-2.99f).Item(), 5e-5f);
    }

    [Theory, InlineData(1e6f), InlineData(1e8f)]
    public void AConstantAddedToASplinesFeaturesChangesNothing(float constant)
    {
        // Multiples of 8, to which the constants can be added without rounding.
        Tensor widths = Tensor.From([0, 8, -8, 0]), heights = Tensor.From([8, 0, 0, -8]), slopes = Tensor.From([0.5f, -1, 2]);
        var x = Tensor.From([.. Enumerable.Range(-30, 61).Select(i => i / 10f)]);
        var plain = new RationalQuadraticSpline(widths, heights, slopes).ForwardAndLogDet(x);
        var shifted = new RationalQuadraticSpline(widths + constant, heights + constant, slopes).ForwardAndLogDet(x);
        Assert.Equal(plain.Y.ToArray(), shifted.Y.ToArray());
        Assert.Equal(plain.LogDet.ToArray(), shifted.LogDet.ToArray());
    }

    /// <summary>Every combination of extreme features and values: numbers, and gradients, and none of them NaN; forward rises.</summary>
    [Fact]
    public void ASplineOfExtremeFeaturesGivesNumbers()
    {
        var rng = new Rng(3);
        var x = Tensor.From([.. Enumerable.Range(-40, 81).Select(i => i * 0.075f), -3e38f, 3e38f, 1e-30f, -2.9999998f, 2.9999998f]);
        for (var n = 0; n < 300; n++)
        {
            Tensor Features(int count) => Tensor.From([.. Enumerable.Range(0, count).Select(_ => extremes[rng.NextInt(extremes.Length)])]);
            using var tape = new Tape();
            Tensor widths = tape.Watch(Features(4)), heights = tape.Watch(Features(4)), slopes = tape.Watch(Features(3)), value = tape.Watch(x);
            var spline = new RationalQuadraticSpline(widths, heights, slopes);
            var (y, logDet) = spline.ForwardAndLogDet(value);
            var (back, backLogDet) = spline.InverseAndLogDet(value);
            foreach (var result in (Tensor[])[y, logDet, back, backLogDet]) Assert.All(result.ToArray(), v => Assert.True(float.IsFinite(v)));
            foreach (var sum in (Tensor[])[.. new[] { y, logDet, back, backLogDet }.Select(result => (result * 1e-6f).Sum())])
            {
                var gradients = tape.Backward(sum);
                foreach (var watched in (Tensor[])[widths, heights, slopes, value]) Assert.DoesNotContain(gradients[watched].ToArray(), float.IsNaN);
            }
            foreach (var (map, name) in new[] { (y, "forward"), (back, "inverse") })
            {
                var values = map.ToArray()[..81];
                for (var i = 1; i < values.Length; i++) Assert.True(values[i] >= values[i - 1] - 1e-5f, $"{name} falls from {values[i - 1]} to {values[i]}");
            }
        }
    }

    [Fact]
    public void ElementwiseMapsGiveNumbersForEveryFloat()
    {
        foreach (var map in (Bijector[])[new Shift(0f), new Scale(1f), new Ansatz.Bijectors.Exp(), new Ansatz.Bijectors.Sigmoid(), new Ansatz.Bijectors.Softplus(), new Ansatz.Bijectors.Tanh()])
            foreach (var x in extremes.Concat([float.Epsilon, 0.99999994f, -float.Epsilon]))
            {
                var (y, logDet) = map.ForwardAndLogDet(x);
                Assert.False(float.IsNaN(y.Item()) || float.IsNaN(logDet.Item()), $"{map.GetType().Name} at {x}");
                if (map.Codomain.Contains(x).Item() == 0) continue;
                var (back, backLogDet) = map.InverseAndLogDet(x);
                Assert.False(float.IsNaN(back.Item()) || float.IsNaN(backLogDet.Item()), $"the inverse of {map.GetType().Name} at {x}");
            }
    }

    [Fact]
    public void AStraightShearLeavesLargeVectorsAsTheyAre()
    {
        var vector = Tensor.From([1e30f, 2, -3e38f, 3e38f], [2, 2]);
        Assert.Equal(vector.ToArray(), new QuadraticShear(0f).Forward(vector).ToArray());
        Assert.Equal(vector.ToArray(), new QuadraticShear(0f).Inverse(vector).ToArray());
        Assert.Equal(1e30f, new QuadraticShear(1e-10f).Forward(Tensor.From([1e20f, 2])).ToArray()[1], 1e24f);
    }
}
