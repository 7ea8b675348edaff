using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

/// <summary>First weights of the layer that sees a latent point.</summary>
public sealed class InitializerTests
{
    private const int Units = 40_000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(3)]
    public void FourierFeaturesApproximateTheirKernel(double distance)
    {
        var layer = new Dense(2, Units, Activation.Sine, WeightInitialization.Fourier);
        layer.Initialize(new Rng(1));
        var features = layer.Forward(Tensor.From([0.4f, -0.7f, (float)(0.4 + 0.6 * distance), (float)(-0.7 + 0.8 * distance)], [2, 2])).ToArray();
        var mean = 0.0;
        for (var unit = 0; unit < Units; unit++) mean += (double)features[unit] * features[Units + unit] / Units;

        // ½ E exp(−½ s² d²), s log-uniform in [½, 4]: the mean over 1,000 equal parts of log s. A product of two sines has a standard deviation below ½.
        var kernel = Enumerable.Range(0, 1000).Average(i => 0.5 * Math.Exp(-0.5 * Math.Pow(0.5 * Math.Pow(8, (i + 0.5) / 1000) * distance, 2)));
        Assert.Equal(kernel, mean, 5 * 0.5 / Math.Sqrt(Units));
    }

    [Fact]
    public void HingesTileTheRegionOfAStandardNormal()
    {
        var layer = new Dense(2, Units, Activation.Relu, WeightInitialization.Tiling);
        layer.Initialize(new Rng(1));
        var (weight, bias) = (layer.Weight.Value.ToArray(), layer.Bias.Value.ToArray());
        Assert.All(Enumerable.Range(0, Units), unit => Assert.Equal(1, Math.Sqrt(weight[unit] * weight[unit] + weight[Units + unit] * weight[Units + unit]), 1e-6));
        Assert.All(bias, b => Assert.InRange(b, -2.5f, 2.5f));
        Assert.Equal(0, bias.Average(), 0.05);
        Assert.Equal(2.5 * 2.5 / 3, bias.Average(b => b * b), 0.1);
    }

    [Theory]
    [InlineData(WeightInitialization.Fourier)]
    [InlineData(WeightInitialization.Tiling)]
    public void AConvolutionCannotStartSo(WeightInitialization start)
    {
        var layer = new Conv2D(1, 4, 3, start: start);
        Assert.Equal($"{start}: the weight has shape {layer.Weight.Shape} and the bias [4]; expected [latent, units] and [units]. Start other layers with Glorot or FanIn.",
            Assert.Throws<ArgumentException>(() => layer.Initialize(new Rng(1))).Sentence());
    }
}
