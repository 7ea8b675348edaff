using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>What the distributions of an autoencoder's training step cost in memory and ops.</summary>
public sealed class StepMemoryTests
{
    private static readonly Tensor Pixels = Tensor.Full([8, 36, 36, 3], 0.5f);

    private static (Tensor Loss, int Nodes) Loss(Tape tape)
    {
        var q = new MultivariateNormalTriL(tape.Watch(Tensor.Zeros([8, 2])), tape.Watch(Identities));
        var z = q.Sample(new Rng(1));
        var likelihood = new Independent(new BernoulliCrossEntropy(tape.Watch(Pixels)), 3);
        var before = tape.Nodes.Length;
        var reconstruction = likelihood.LogProb(Pixels);
        Assert.InRange(tape.Nodes.Length - before, 1, 3);
        var divergence = KlDivergence.Between(q, MultivariateNormalDiag.Standard(2));
        return ((divergence - reconstruction).Mean() + z.Sum(), tape.Nodes.Length);
    }

    private static readonly Tensor Identities = Tensor.From([.. Enumerable.Repeat(new[] { 1f, 0, 0, 1 }, 8).SelectMany(v => v)], [8, 2, 2]);

    [Fact]
    public void AStepAllocatesAlmostNothingButOnItsTape()
    {
        var pool = new BufferPool();
        long Step()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var tape = new Tape(pool);
            tape.Backward(Loss(tape).Loss);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        for (var i = 0; i < 5; i++) Step();
        Assert.InRange(Step(), 0, 24 * 1024);
    }

    [Fact]
    public void AConstantScaleAllocatesAlmostNothingButOnTheTape()
    {
        var pool = new BufferPool();
        long Step()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var tape = new Tape(pool);
            tape.Backward(new Independent(new Normal(tape.Watch(Pixels), 0.70710678f), 3).LogProb(Pixels).Sum());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        for (var i = 0; i < 5; i++) Step();
        Assert.InRange(Step(), 0, 24 * 1024);
    }

    [Fact]
    public void TheObjectiveIsFewOps()
    {
        using var tape = new Tape();
        Assert.InRange(Loss(tape).Nodes, 1, 32);
    }
}
