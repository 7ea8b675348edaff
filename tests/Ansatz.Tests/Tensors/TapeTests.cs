using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors;

public sealed class TapeTests
{
    private static readonly Tensor X = Tensor.From([1, -2, 3]);

    [Fact]
    public void AGradientAddsUpOverEveryUse()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var y = (x + x) + x * x - x;
        Assert.Equal([3, -3, 7], tape.Backward(y.Sum())[x].ToArray()); // 1 + 2x
    }

    [Fact]
    public void ASumHandsOneGradientToBothInputsAndNeitherSpoilsTheOther()
    {
        using var tape = new Tape();
        Tensor a = tape.Watch(X), b = tape.Watch(X);
        var y = (a + b).Sum() + (a * 2).Sum() + (b * 3).Sum();
        var gradients = tape.Backward(y);
        Assert.Equal([3, 3, 3], gradients[a].ToArray());
        Assert.Equal([4, 4, 4], gradients[b].ToArray());
    }

    [Fact]
    public void ViewsShareElementsAndKeepTheirGradientsApart()
    {
        using var tape = new Tape();
        var x = tape.Watch(Tensor.From([1, 2, 3, 4]));
        Tensor row = x.Reshape([1, 4]), square = x.Reshape([2, 2]);
        var y = (row * row).Sum() + (square * 3).Sum() + x.Reshape([4, 1]).Reshape([2, 2]).Sum();
        Assert.Equal([6, 8, 10, 12], tape.Backward(y)[x].ToArray()); // 2x + 3 + 1
    }

    [Fact]
    public void NoGradientPassesAStoppedTensor()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        Assert.Equal([1, -2, 3], tape.Backward((x * x.StopGradient()).Sum())[x].ToArray()); // 2x without the stop
        Assert.Same(X, X.StopGradient());
    }

    [Fact]
    public void WhatTheTargetDoesNotDependOnHasAGradientOfZeros()
    {
        using var tape = new Tape(Dirty());
        var unused = new Parameter([2, 2]);
        unused.Assign([1, 2, 3, 4]);
        Tensor x = tape.Watch(X), alone = tape.Watch(X);
        tape.Watch(unused);
        var gradients = tape.Backward(x.Sum());
        Assert.Equal([0, 0, 0], gradients[alone].ToArray());
        Assert.Equal(new Shape(2, 2), gradients[unused].Shape);
        Assert.Equal([0, 0, 0, 0], gradients[unused].ToArray());
    }

    [Fact]
    public void AStatisticAndAParameterNeverSeenHaveGradientsOfZeros()
    {
        using var tape = new Tape(Dirty());
        Parameter statistic = new([3], isTrainable: false), never = new([2]);
        statistic.Assign([1, 1, 1]);
        var x = tape.Watch(X);
        var gradients = tape.Backward((x * tape.Watch(statistic)).Sum());
        Assert.Equal([0, 0, 0], gradients[statistic].ToArray());
        Assert.Equal([0, 0], gradients[never].ToArray());
    }

    [Fact]
    public void AParameterIsOneTensorHoweverOftenItIsWatched()
    {
        using var tape = new Tape();
        var weight = new Parameter([3]);
        weight.Assign([1, 2, 3]);
        Assert.Same(tape.Watch(weight), tape.Watch(weight));
        var gradients = tape.Backward((tape.Watch(weight) * tape.Watch(weight)).Sum());
        Assert.Equal([2, 4, 6], gradients[weight].ToArray());
    }

    [Fact]
    public void AnOutputMayBeWatchedAndKeepsItsGradient()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var hidden = x * 2;
        Assert.Same(hidden, tape.Watch(hidden));
        var gradients = tape.Backward(hidden.Square().Sum());
        Assert.Equal([4, -8, 12], gradients[hidden].ToArray()); // 2·2x
        Assert.Equal([8, -16, 24], gradients[x].ToArray());
    }

    [Fact]
    public void SeveralTargetsOfOneTapeHaveEachTheirGradients()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        Tensor first = x.Square().Sum(), second = (first * x).Sum();
        var gradients = tape.Backward(first);
        var others = tape.Backward(second);
        Assert.Equal([2, -4, 6], gradients[x].ToArray());
        Assert.Equal([14 + 2 * 2, 14 - 4 * 2, 14 + 6 * 2], others[x].ToArray()); // ∑x² + 2x·∑x
    }

    [Fact]
    public void WhatFollowsABackwardPassIsNotRecorded()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var gradient = tape.Backward(x.Square().Sum())[x];
        Assert.False(tape.IsRecording);
        var thrown = Assert.Throws<ArgumentException>(() => tape.Backward((gradient * x).Sum()));
        Assert.Contains("does not depend on anything", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AScopeRecordsNothingAndUsesThePool()
    {
        var pool = new BufferPool();
        using var scope = Tape.Scope(pool);
        var y = (scope.Watch(X) * 2).Sum();
        Assert.Equal(4, y.Item());
        Assert.Equal(0, scope.Nodes.Length);
        Assert.True(pool.AllocatedBytes > 0);
        Assert.Throws<ArgumentException>(() => scope.Backward(y));
    }

    [Fact]
    public void AnEnteredTensorIsAConstant()
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(X), stopped = tape.Enter(x.Square());
        Assert.Equal([1, 4, 9], tape.Backward((x * stopped).Sum())[x].ToArray());
    }

    [Fact]
    public void OnlyWhatDependsOnSomethingWatchedIsRecorded()
    {
        using var tape = new Tape();
        var constant = tape.Enter(X);
        _ = constant.Square().Exp();
        Assert.Equal(0, tape.Nodes.Length);
        _ = tape.Watch(X) * constant;
        Assert.Equal(1, tape.Nodes.Length);
    }

    [Fact]
    public void ATargetIsOneElement()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var thrown = Assert.Throws<ArgumentException>(() => tape.Backward(x * 2));
        Assert.Equal("Tape.Backward: the target has shape [3]; reduce it to one element first.", thrown.Sentence());
        Assert.Equal([2, 2, 2], tape.Backward((x * 2).Sum().Reshape([1, 1]))[x].ToArray());
    }

    [Fact]
    public void ADeadTensorSaysSo()
    {
        Tensor y, view, detached;
        using (var tape = new Tape())
        {
            y = tape.Watch(X).Square();
            view = y.Reshape([3, 1]);
            detached = y.Detach();
        }
        var thrown = Assert.Throws<ObjectDisposedException>(y.ToArray);
        Assert.Contains("This [3] tensor died with its tape; call Detach()", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => view.Detach());
        Assert.Throws<ObjectDisposedException>(() => y + 1);
        Assert.Throws<ObjectDisposedException>(() => X * y);
        Assert.Throws<ObjectDisposedException>(() => y.Reshape([1, 3]));
        Assert.Equal([1, 4, 9], detached.ToArray());
    }

    [Fact]
    public void GradientsEndWithTheirTape()
    {
        var tape = new Tape();
        var weight = new Parameter([3]);
        weight.Assign([1, 2, 3]);
        var x = tape.Watch(X);
        var gradients = tape.Backward((x * tape.Watch(weight)).Sum());
        tape.Dispose();
        tape.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gradients[x]);
        Assert.Throws<ObjectDisposedException>(() => gradients[weight]);
        Assert.Throws<ObjectDisposedException>(() => tape.Watch(X));
        Assert.Throws<ObjectDisposedException>(() => tape.Watch(weight));
    }

    [Fact]
    public void TwoTapesInOneOpAreAnError()
    {
        using Tape one = new(), other = new();
        Tensor a = one.Watch(X), b = other.Watch(X);
        var thrown = Assert.Throws<InvalidOperationException>(() => a * b);
        Assert.Equal("Multiply: its inputs lie on two tapes; Detach() one of them.", thrown.Message);
        Assert.Throws<InvalidOperationException>(() => other.Watch(a));
        Assert.Throws<ArgumentException>(() => other.Backward(a.Sum()));
        Assert.Equal([1, 4, 9], (a * b.Detach()).ToArray());
    }

    [Fact]
    public void ATapeBelongsToOneThread()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var y = x.Sum();
        var gradients = tape.Backward(y);
        foreach (var use in (Action[])[() => _ = x * 2, () => tape.Watch(X), () => tape.Backward(y), () => _ = gradients[x]])
        {
            Exception? seen = null;
            var thread = new Thread(() => seen = Record.Exception(use));
            thread.Start();
            thread.Join();
            Assert.Contains("a tape belongs to the thread that made it", Assert.IsType<InvalidOperationException>(seen).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AskingForTheGradientOfSomethingUnwatchedIsAnError()
    {
        using var tape = new Tape();
        var x = tape.Watch(X);
        var y = x * 2;
        var gradients = tape.Backward(y.Sum());
        foreach (var stranger in (Tensor[])[X, y, tape.Enter(X)])
            Assert.Contains("is not watched by this tape", Assert.Throws<ArgumentException>(() => gradients[stranger]).Sentence(), StringComparison.Ordinal);
    }

    /// <summary>A pool whose buffers hold anything but zeros.</summary>
    private static BufferPool Dirty()
    {
        var pool = new BufferPool();
        using var scope = Tape.Scope(pool);
        for (var i = 0; i < 20; i++) scope.Allocate([64]).Span.Fill(float.NaN);
        return pool;
    }

    [Fact]
    public void AGradientThatOthersReadIsNotOverwritten()
    {
        // The sum hands one gradient to both rectifiers, and the second output keeps its own for the caller.
        using var tape = new Tape();
        Tensor x = Tensor.From([1, -2, 3, -4], [4, 1]), b = tape.Watch(Tensor.From([0f]));
        var one = x.Linear(tape.Watch(Tensor.From([1], [1, 1])), b, negativeSlope: 0);
        var two = tape.Watch(x.Linear(tape.Watch(Tensor.From([-1], [1, 1])), b, negativeSlope: 0.5f));
        var gradients = tape.Backward(((one + two) * Tensor.From([1, 2, 3, 4], [4, 1])).Sum());
        Assert.Equal([1, 2, 3, 4], gradients[two].ToArray());
        Assert.Equal(1 + 3 + 2 + 4 + 0.5f * (1 + 3), gradients[b].Item());
    }
}
