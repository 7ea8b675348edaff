using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Tests.Networks;

public sealed class ModuleTests
{
    private static readonly Dense Shared = new(4, 4);

    [Fact]
    public void ParametersAreNamedByTheirPaths()
    {
        var network = new Sequential(new Dense(2, 3), new Sequential(new BatchNormalization(3)));
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.1.layers.0.weight", "layers.1.layers.0.bias", "layers.1.layers.0.runningMean", "layers.1.layers.0.runningVariance"],
            network.Parameters().Select(p => p.Name));
    }

    [Fact]
    public void CountingAPartRenamesNothing()
    {
        var network = new Sequential(new Dense(2, 3), new Dense(3, 1));
        var parameters = network.Parameters();
        Assert.Equal(9, network.Layers[0].CountParameters());
        Assert.Equal("layers.0.weight", parameters[0].Name);
    }

    [Fact]
    public void WhatAppearsTwiceIsCountedAndListedOnce()
    {
        var network = new Sequential(Shared, Shared);
        Assert.Equal(20, network.CountParameters());
        Assert.Equal(["layers.0.weight", "layers.0.bias"], network.Parameters().Select(p => p.Name));
    }

    [Fact]
    public void FirstValuesDependOnSeedAndPlaceAlone()
    {
        float[] Values(ulong seed, Sequential network, int layer)
        {
            network.Initialize(new Rng(seed));
            return ((Dense)network.Layers[layer]).Weight.Value.ToArray();
        }
        var first = Values(1, new Sequential(new Dense(3, 3), new Dense(3, 3)), 0);
        Assert.Equal(first, Values(1, new Sequential(new Dense(3, 3), new Flatten([3])), 0));
        Assert.NotEqual(first, Values(1, new Sequential(new Dense(3, 3), new Dense(3, 3)), 1));
        Assert.NotEqual(first, Values(2, new Sequential(new Dense(3, 3), new Dense(3, 3)), 0));
    }

    [Fact]
    public void AParameterWithoutAValueSaysWhatToDo()
    {
        var layer = new Dense(2, 3);
        layer.Parameters();
        Assert.Equal("Parameter weight has no value: call Initialize(rng) on the model, or load its weights.",
            Assert.Throws<InvalidOperationException>(() => layer.Weight.Value).Message);
    }
}
