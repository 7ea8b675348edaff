using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Networks;

/// <summary>A name, a hash and a file depend on the module that is asked, never on which others were asked before.</summary>
public sealed class ParameterNameTests
{
    private static Sequential Network() => new(new Dense(2, 3), new Sequential(new Dense(3, 3), new Dropout(0.5f)), new Dense(3, 1));

    private static Sequential Initialized()
    {
        var network = Network();
        network.Initialize(new Rng(1));
        return network;
    }

    [Fact]
    public void APartKeepsTheNameThatTheWholeGaveIt()
    {
        var network = Network();
        var names = network.Parameters().Select(p => p.Name).ToArray();
        foreach (var part in network.SelfAndDescendants().Reverse()) part.Parameters();
        Assert.Equal(names, network.Parameters().Select(p => p.Name));
        Assert.Equal("layers.1.layers.0.weight", ((Sequential)network.Layers[1]).Layers[0].Parameters()[0].Name);
    }

    [Fact]
    public void AWholeThatIsAskedLaterStillNamesItsParts()
    {
        var network = Network();
        foreach (var part in network.SelfAndDescendants().Reverse()) part.Parameters();
        Assert.Equal(Network().Parameters().Select(p => p.Name), network.Parameters().Select(p => p.Name));
    }

    [Fact]
    public void TheHashDoesNotDependOnWhatWasLookedAtBefore()
    {
        var untouched = Initialized();
        var (whole, inner) = (ParametersHash.Of(untouched.Parameters()), ParametersHash.Of(untouched.Layers[1].Parameters()));

        var partsFirst = Initialized();
        Assert.Equal(inner, ParametersHash.Of(partsFirst.Layers[1].Parameters()));
        Assert.Equal(whole, ParametersHash.Of(partsFirst.Parameters()));
        Assert.Equal(inner, ParametersHash.Of(partsFirst.Layers[1].Parameters()));

        var larger = new Sequential(new Flatten([2]), partsFirst);
        larger.Parameters();
        Assert.Equal(whole, ParametersHash.Of(partsFirst.Parameters()));
        Assert.Equal(inner, ParametersHash.Of(partsFirst.Layers[1].Parameters()));
    }

    [Fact]
    public void TwoWholesThatShareAPartHaveHashesOfTheirOwn()
    {
        var shared = new Dense(2, 2);
        Sequential first = new(shared, new Dense(2, 1)), second = new(new Sequential(new Dense(2, 2), shared));
        first.Initialize(new Rng(1));
        second.Initialize(new Rng(2));
        string[] before = [ParametersHash.Of(first.Parameters()), ParametersHash.Of(second.Parameters())];
        shared.Parameters();
        Assert.Equal(before[1], ParametersHash.Of(second.Parameters()));
        Assert.Equal(before[0], ParametersHash.Of(first.Parameters()));
        Assert.Equal("layers.0.weight", shared.Weight.Name);
    }

    [Fact]
    public void AFileOfAPartHasNamesFromThePart()
    {
        using var folder = new TemporaryFolder();
        var network = Initialized();
        network.Parameters();
        string alone = folder["a.safetensors"], after = folder["b.safetensors"];
        ModelFile.Save(Initialized().Layers[1], alone);
        ModelFile.Save(network.Layers[1], after);
        Assert.Equal(File.ReadAllBytes(alone), File.ReadAllBytes(after));
        ModelFile.LoadInto(Network().Layers[1], alone);
    }

    [Fact]
    public void DropoutDoesNotDependOnWhatWasLookedAtBefore()
    {
        float[] Draw(bool lookFirst)
        {
            var network = Initialized();
            if (lookFirst)
            {
                new Sequential(new Flatten([2]), network).Parameters();
                network.Layers[1].Parameters();
            }
            using var tape = new Tape();
            return network.Forward(Tensor.Ones([4, 2]), new Pass(tape, isTraining: true, new Rng(3))).ToArray();
        }
        Assert.Equal(Draw(lookFirst: false), Draw(lookFirst: true));
    }
}
