using Ansatz.Bijectors;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Flows;

/// <summary>Sampling element by element against one call of the network per element.</summary>
public sealed class MaskedElementsTests
{
    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(1, 2, 5)]
    [InlineData(2, 0, 300)]
    [InlineData(8, 0, 130)]
    [InlineData(5, 3, 64)]
    [InlineData(20, 0, 7)]
    public void TheBitsAreThoseOfTheWholeNetwork(int length, int features, int rows)
    {
        var network = Network(length, 2, features);
        var context = features == 0 ? null : Normal([rows, features], 3);
        var x = Normal([rows, length], 4, 3);
        var whole = new MaskedAutoregressive(length, y => FlowSteps.Affine(network.Forward(y, context), isInterleaved: true), Conditioner.BatchOf(context));
        var steps = MaskedAutoregressiveFlow.Layer(network, length, context, default);
        var (y, logDet) = whole.ForwardAndLogDet(x);
        var (other, otherLogDet) = steps.ForwardAndLogDet(x);
        Assert.Equal(y.ToArray(), other.ToArray());
        Assert.Equal(logDet.ToArray(), otherLogDet.ToArray());
        // The density's pass, from the samples back to the noise, sees the same scales.
        Assert.Equal([.. logDet.ToArray().Select(v => -v)], steps.InverseAndLogDet(other).LogDet.ToArray());
    }

    [Fact]
    public void DrawsOfEachContextAreIts()
    {
        var network = Network(4, 2, 3);
        var context = Normal([6, 3], 5);
        var x = Normal([10, 6, 4], 6);
        var all = MaskedAutoregressiveFlow.Layer(network, 4, context, default).Forward(x);
        for (var i = 0; i < 6; i++)
            Assert.Equal(MaskedAutoregressiveFlow.Layer(network, 4, context.Slice(0, i, 1), default).Forward(x.Slice(1, i, 1)).ToArray(), all.Slice(1, i, 1).ToArray());
    }

    [Fact]
    public void APassThatRecordsKeepsItsGradients()
    {
        var network = Network(3, 2, 0);
        using var tape = new Tape();
        var x = tape.Watch(Normal([4, 3], 7));
        var y = MaskedAutoregressiveFlow.Layer(network, 3, null, new Pass(tape)).Forward(x);
        Assert.All(tape.Backward(y.Sum())[x].ToArray(), g => Assert.NotEqual(0, g));
        Assert.Equal(MaskedAutoregressiveFlow.Layer(network, 3, null, default).Forward(x.Detach()).ToArray(), y.ToArray());
    }

    private static MaskedNetwork Network(int length, int outputs, int features)
    {
        var network = new MaskedNetwork(length, outputs, [40, 24], features);
        network.Initialize(new Rng(1));
        foreach (var p in network.Parameters()) p.Assign(Normal(p.Shape, 2, 0.4f, p.Name).Span);
        return network;
    }

    private static Tensor Normal(Shape shape, ulong seed, float scale = 1, string name = "")
    {
        var values = new float[shape.Size];
        new Rng(seed).Fork(name).Normal(values);
        return Tensor.From(values, shape) * scale;
    }
}
