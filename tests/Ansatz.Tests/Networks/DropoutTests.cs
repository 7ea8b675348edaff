using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

public sealed class DropoutTests
{
    private static readonly Tensor Ones = Tensor.Ones([100, 100]);

    [Fact]
    public void EvaluationLeavesEverythingAlone() => Assert.Same(Ones, new Dropout(0.5f).Forward(Ones));

    [Fact]
    public void TrainingDropsTheShareAskedForAndScalesTheRest()
    {
        foreach (var rate in (float[])[0.1f, 0.5f, 0.9f])
        {
            var y = Train(new Sequential(new Dropout(rate)), Ones, seed: 3);
            Assert.All(y, v => Assert.True(v == 0 || v == 1 / (1 - rate)));
            var dropped = y.Count(v => v == 0) / 10_000.0;
            Assert.InRange(dropped, rate - 0.025, rate + 0.025); // five standard deviations and more
        }
    }

    [Fact]
    public void TheSameStreamDropsTheSameAndAnotherOthers()
    {
        var network = new Sequential(new Dropout(0.5f));
        Assert.Equal(Train(network, Ones, seed: 3), Train(network, Ones, seed: 3));
        Assert.NotEqual(Train(network, Ones, seed: 3), Train(network, Ones, seed: 4));
    }

    [Fact]
    public void LayersDropIndependently()
    {
        // Both keep an element with probability ¼; were their draws equal, it would be ½.
        var network = new Sequential(new Dropout(0.5f), new Dropout(0.5f));
        Assert.InRange(Train(network, Ones, seed: 3).Count(v => v != 0) / 10_000.0, 0.22, 0.28);
    }

    [Fact]
    public void LookingAtALayerAloneChangesNoDraws()
    {
        var network = new Sequential(new Dropout(0.5f), new Dropout(0.5f));
        var before = Train(network, Ones, seed: 3);
        foreach (var layer in network.Layers) layer.CountParameters();
        Assert.Equal(before, TrainAgain(network, Ones, seed: 3));
    }

    [Fact]
    public void TheGradientGoesWhereTheValueWent()
    {
        using var tape = new Tape();
        var network = new Sequential(new Dropout(0.5f));
        network.Initialize(new Rng(1));
        var x = tape.Watch(Ones);
        var y = network.Forward(x, new Pass(tape, isTraining: true, new Rng(2)));
        Assert.Equal(y.ToArray(), tape.Backward(y.Sum())[x].ToArray());
    }

    [Fact]
    public void MissingRandomnessAndPlaceAreNamed()
    {
        var network = new Sequential(new Dropout(0.5f));
        Assert.Contains("its place in the model is not known yet", Assert.Throws<InvalidOperationException>(() => TrainAgain(network, Ones, 1)).Message, StringComparison.Ordinal);
        network.Initialize(new Rng(1));
        Assert.Contains("layers.0", Assert.Throws<InvalidOperationException>(() => network.Forward(Ones, new Pass(null, isTraining: true))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Dropout(1));
        Assert.Throws<ArgumentException>(() => new Dropout(float.NaN));
    }

    private static float[] Train(Layer network, Tensor x, ulong seed)
    {
        network.Initialize(new Rng(1));
        return TrainAgain(network, x, seed);
    }

    private static float[] TrainAgain(Layer network, Tensor x, ulong seed)
    {
        using var tape = new Tape();
        return network.Forward(tape.Watch(x), new Pass(tape, isTraining: true, new Rng(seed))).ToArray();
    }
}
