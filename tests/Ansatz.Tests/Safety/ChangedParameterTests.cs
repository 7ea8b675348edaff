using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Safety;

/// <summary>A backward pass never reads a parameter other than the one that the forward pass read.</summary>
public sealed class ChangedParameterTests
{
    [Fact]
    public void AssigningBetweenThePassesIsRefused()
    {
        var p = Made(1000, 1e30f);
        using var tape = new Tape();
        var y = tape.Watch(p).Max(0);
        p.Assign(new float[1000]);
        var message = Assert.Throws<InvalidOperationException>(() => tape.Backward(y)).Message;
        Assert.StartsWith("Tape.Backward: parameter of shape [1000] changed after this tape read it;", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptimizersStepBetweenThePassesIsRefused()
    {
        var p = Made(3, 2);
        using var tape = new Tape();
        Tensor x = tape.Watch(p), first = x.Square().Sum(), second = x.Exp().Sum();
        new Adam().Start([p]).Step(tape.Backward(first), 0.1);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(second));
        using var next = new Tape();
        Assert.Equal(p.Value.ToArray().Select(v => 2 * v), next.Backward(next.Watch(p).Square().Sum())[p].ToArray());
    }

    [Fact]
    public void AnAverageExchangedBetweenThePassesIsRefused()
    {
        var p = Made(3, 2);
        var average = new WeightAverage([p], 0.5);
        using var tape = new Tape();
        var y = tape.Watch(p).Square().Sum();
        average.Exchange();
        Assert.Throws<InvalidOperationException>(() => tape.Backward(y));
    }

    /// <summary>The value was never watched as a parameter, only used beside something that was.</summary>
    [Fact]
    public void AValueUsedAsAConstantCountsToo()
    {
        var p = Made(3, 2);
        using var tape = new Tape();
        var x = tape.Watch(Tensor.Ones([3]));
        var y = (x * p.Value.Reshape([1, 3])).Sum();
        p.Assign([1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(y));
    }

    [Fact]
    public void InitializingAModelAgainIsRefusedWithItsName()
    {
        var model = new Dense(3, 2);
        model.Initialize(new Rng(1));
        using var tape = new Tape();
        var y = model.Forward(Tensor.Ones([1, 3]), new Pass(tape)).Sum();
        model.Initialize(new Rng(2));
        Assert.Contains("parameter weight changed", Assert.Throws<InvalidOperationException>(() => tape.Backward(y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnchangedParametersMayBeUsedByManyTapesAndTargets()
    {
        var p = Made(2, 3);
        using Tape first = new(), second = new();
        Tensor a = first.Watch(p), b = second.Watch(p), square = a.Square().Sum(), sum = a.Sum(), other = b.Sum();
        Assert.Equal([6, 6], first.Backward(square)[p].ToArray());
        Assert.Equal([1, 1], first.Backward(sum)[p].ToArray());
        Assert.Equal([1, 1], second.Backward(other)[p].ToArray());
    }

    /// <summary>What another thread may still do between the check and the kernel: the search ends inside its row.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void TheSearchForALargestElementEndsInItsRow(int inner)
    {
        var split = new AxisSplit(2, 5, inner);
        float[] x = new float[10 * inner], y = new float[2 * inner], g = new float[2 * inner], gx = new float[10 * inner];
        y.AsSpan().Fill(1e30f);
        g.AsSpan().Fill(7);
        Maxima.Backward(split, x, y, g, gx);
        for (var i = 0; i < gx.Length; i++) Assert.Equal(i / inner % 5 == 4 ? 7 : 0, gx[i]);
    }

    private static Parameter Made(int length, float value)
    {
        var p = new Parameter([length]);
        p.Assign([.. Enumerable.Repeat(value, length)]);
        return p;
    }
}
