using Ansatz.Tensors;
using Ansatz.Tests.Tensors.Kernels;

namespace Ansatz.Tests.Tensors;

/// <summary>What a step costs in memory. These tests run alone, since they count bytes.</summary>
[Collection(KernelCollection.Name)]
public sealed class MemoryTests
{
    private readonly BufferPool pool = new();

    [Fact]
    public void EveryStepAfterTheFirstReusesTheFirstOnesBuffers()
    {
        Step();
        var first = pool.AllocatedBytes;
        Assert.True(first > 0);
        for (var i = 0; i < 5; i++) Step();
        Assert.Equal(first, pool.AllocatedBytes);
    }

    [Fact]
    public void AStepAllocatesLittleOutsideThePool()
    {
        for (var i = 0; i < 50; i++) Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    [Fact]
    public void AnOpAllocatesLittle()
    {
        Chain(500);
        Chain(500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Chain(500);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 500.0, 0, 250); // forward and backward
    }

    [Fact]
    public void GradientsOfADeepChainShareTwoBuffers()
    {
        const int depth = 50, length = 10_000;
        using (var tape = new Tape(pool))
        {
            var x = tape.Watch(Tensor.Full([length], 0.5f));
            for (var i = 0; i < depth; i++) x = x.Tanh();
            var target = x.Sum();
            var forward = pool.AllocatedBytes;
            tape.Backward(target);
            Assert.InRange(pool.AllocatedBytes - forward, 0, 3 * 4 * 1.25 * length);
        }
    }

    [Fact]
    public void SharedGradientsAreFreedOnce()
    {
        // Were a buffer handed back twice, two later tensors would share it.
        for (var repeat = 0; repeat < 3; repeat++)
        {
            using var tape = new Tape(pool);
            var x = tape.Watch(Tensor.From([1, 2, 3]));
            Tensor a = x + x, b = a + x, c = a + b, d = c.Reshape([3, 1]) + c.Reshape([3, 1]);
            Assert.Equal([10, 10, 10], tape.Backward(d.Sum())[x].ToArray());
            var fresh = Enumerable.Range(0, 40).Select(i => tape.Enter(Tensor.Full([3], i)) + 0).ToArray();
            for (var i = 0; i < fresh.Length; i++) Assert.Equal([i, i, i], fresh[i].ToArray());
        }
    }

    [Fact]
    public void APoolServesManyThreads()
    {
        Parallel.For(0, 64, i =>
        {
            using var tape = new Tape(pool);
            var x = tape.Watch(Tensor.Full([1000], i));
            var y = x;
            for (var step = 0; step < 20; step++) y += x;
            Assert.All(tape.Backward(y.Sum())[x].ToArray(), g => Assert.Equal(21, g));
            Assert.All(y.ToArray(), v => Assert.Equal(21 * i, v));
        });
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 80)]
    [InlineData(80, 80)]
    [InlineData(81, 96)]
    [InlineData(128, 128)]
    [InlineData(129, 160)]
    [InlineData(1_000_000, 1 << 20)]
    public void ABufferIsAtMostAQuarterLargerThanAsked(int length, int capacity)
    {
        var buffer = pool.Rent(length);
        Assert.Equal(capacity, buffer.Capacity);
        pool.Return(buffer);
        Assert.Same(buffer, pool.Rent(capacity));
    }

    private void Chain(int length)
    {
        using var tape = new Tape(pool);
        var x = tape.Watch(Tensor.Scalar(0.5f));
        var y = x;
        for (var i = 0; i < length; i++) y *= 1.01f;
        tape.Backward(y);
    }

    // Two dense layers with a batch of 32, and what an autoencoder's loss is made of.
    private void Step()
    {
        using var tape = new Tape(pool);
        Tensor input = tape.Enter(inputs), w = tape.Watch(weight), b = tape.Watch(bias);
        var hidden = input.Linear(w, b, 0.1f);
        var output = hidden.Linear(w.Transpose()).Softplus();
        var kl = (hidden.Square() + hidden.Exp() - hidden).Sum(-1) * 0.5f;
        var loss = ((output - input).Square().Sum(-1) + kl).Mean();
        tape.Backward(loss);
    }

    private readonly Tensor inputs = Tensor.Full([32, 24], 0.5f);
    private readonly Tensor weight = Tensor.Full([24, 7], 0.1f);
    private readonly Tensor bias = Tensor.Full([7], 0.1f);
}
