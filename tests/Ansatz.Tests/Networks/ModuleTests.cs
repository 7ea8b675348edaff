using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Networks;

public sealed class ModuleTests
{
    [Fact]
    public void ParametersAreNamedByTheirPathInTheOrderOfFields()
    {
        var network = new Sequential(new Conv2D(1, 2, 3), new Sequential(new BatchNormalization(2)), new Dense(2, 1));
        Assert.Equal(
            [
                "layers.0.weight", "layers.0.bias",
                "layers.1.layers.0.weight", "layers.1.layers.0.bias", "layers.1.layers.0.runningMean", "layers.1.layers.0.runningVariance",
                "layers.2.weight", "layers.2.bias",
            ],
            network.Parameters().Select(p => p.Name));
        Assert.Equal(20 + 8 + 3, network.CountParameters());
    }

    [Fact]
    public void ASharedModuleIsCountedAndInitialisedOnce()
    {
        var dense = new Dense(2, 2);
        var network = new Sequential(dense, dense);
        Assert.Equal(["layers.0.weight", "layers.0.bias"], network.Parameters().Select(p => p.Name));
        Assert.Equal(2, network.SelfAndDescendants().Count());
        network.Initialize(new Rng(1));
        var shared = dense.Weight.Value.ToArray();
        var alone = new Sequential(new Dense(2, 2));
        alone.Initialize(new Rng(1));
        Assert.Equal(((Dense)alone.Layers[0]).Weight.Value.ToArray(), shared);
    }

    [Fact]
    public void InitialisingAgainForgetsEverything()
    {
        var network = new Sequential(new Dense(3, 2), new BatchNormalization(2), new Dense(2, 1, start: WeightStart.FanIn));
        network.Initialize(new Rng(1));
        var first = ParametersHash.Of(network.Parameters());
        foreach (var p in network.Parameters()) p.Assign(Enumerable.Repeat(7f, p.Shape.Size).ToArray());
        network.Initialize(new Rng(1));
        Assert.Equal(first, ParametersHash.Of(network.Parameters()));
        network.Initialize(new Rng(2));
        Assert.NotEqual(first, ParametersHash.Of(network.Parameters()));
    }

    [Fact]
    public void EveryLayerHasAStreamOfItsOwn()
    {
        var network = new Sequential(new Dense(3, 3), new Dense(3, 3));
        network.Initialize(new Rng(1));
        Assert.NotEqual(((Dense)network.Layers[0]).Weight.Value.ToArray(), ((Dense)network.Layers[1]).Weight.Value.ToArray());
    }

    [Theory]
    [InlineData(WeightStart.Glorot)]
    [InlineData(WeightStart.FanIn)]
    public void FirstWeightsFollowTheConvention(WeightStart start)
    {
        const int In = 50, Out = 30, Kernel = 3;
        var layers = new (Parameter Weight, Parameter Bias, double FanIn, double FanOut)[3];
        Dense dense = new(In, Out, start: start);
        Conv2D conv = new(In, Out, Kernel, start: start);
        Conv2DTranspose transposed = new(In, Out, Kernel, start: start);
        new Sequential(dense, conv, transposed).Initialize(new Rng(9));
        layers[0] = (dense.Weight, dense.Bias, In, Out);
        layers[1] = (conv.Weight, conv.Bias, In * Kernel * Kernel, Out * Kernel * Kernel);
        // PyTorch takes a transposed kernel's fan-in from its second dimension, the outputs.
        layers[2] = (transposed.Weight, transposed.Bias, Out * Kernel * Kernel, In * Kernel * Kernel);
        foreach (var (weight, bias, fanIn, fanOut) in layers)
        {
            var bound = start == WeightStart.Glorot ? Math.Sqrt(6 / (fanIn + fanOut)) : 1 / Math.Sqrt(fanIn);
            var w = weight.Value.ToArray();
            Assert.InRange(w.Max(), 0.98 * bound, bound * 1.000001);
            Assert.InRange(w.Min(), -bound * 1.000001, -0.98 * bound);
            Assert.InRange(w.Average(x => x * x) / (bound * bound / 3), 0.9, 1.1);
            if (start == WeightStart.Glorot) Assert.All(bias.Value.ToArray(), b => Assert.Equal(0, b));
            else Assert.InRange(bias.Value.ToArray().Max(Math.Abs), 0.5 * bound, bound * 1.000001);
        }
    }

    [Fact]
    public void WithoutValuesTheCureIsNamed()
    {
        var network = new Sequential(new Dense(2, 2));
        network.Parameters();
        var error = Assert.Throws<InvalidOperationException>(() => network.Forward(Tensor.Zeros([1, 2])));
        Assert.Contains("layers.0.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("Initialize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFlattenedShapeMustBeTheOneDeclared() =>
        Assert.Contains("made for [2, 3, 4]", Assert.Throws<ArgumentException>(() => new Flatten([2, 3, 4]).Forward(Tensor.Zeros([5, 3, 2, 4]))).Message, StringComparison.Ordinal);

    [Fact]
    public void ANegativeSlopeIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Activation.LeakyRelu(-0.1f));
}
