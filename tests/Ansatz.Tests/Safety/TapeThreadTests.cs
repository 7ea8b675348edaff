using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>Threads that end a tape, share a pool or change the number of threads never change a value.</summary>
public sealed class TapeThreadTests
{
    [Fact]
    public void MemoryOfATapeEndedByTwoThreadsComesBackOnce()
    {
        for (var round = 0; round < 500; round++)
        {
            var pool = new BufferPool();
            var tape = new Tape(pool);
            _ = tape.Enter(Tensor.Ones([400])) + 1f;
            using var go = new Barrier(2);
            var other = new Thread(() =>
            {
                go.SignalAndWait();
                tape.Dispose();
            });
            other.Start();
            go.SignalAndWait();
            tape.Dispose();
            other.Join();
            using Tape a = new(pool), b = new(pool);
            Tensor x = a.Enter(Tensor.Zeros([400])) + 1f, y = b.Enter(Tensor.Zeros([400])) + 2f;
            Assert.Equal(1, x.ToArray()[0]);
            Assert.Equal(2, y.ToArray()[0]);
        }
    }

    [Fact]
    public void ATapeEndedByAnotherThreadKeepsItsMemoryFromTheNext()
    {
        var pool = new BufferPool();
        var tape = new Tape(pool);
        var x = tape.Enter(Tensor.Ones([400])) + 1f;
        var memory = x.Span;
        var other = new Thread(tape.Dispose);
        other.Start();
        other.Join();
        Assert.True(tape.HasEnded);
        Assert.Throws<ObjectDisposedException>(() => x.ToArray());
        Assert.Throws<ObjectDisposedException>(() => x * 2);
        using var next = new Tape(pool);
        _ = next.Enter(Tensor.Zeros([400])) + 9f;
        Assert.Equal(2, memory[0]); // an op that still ran would read this
        tape.Dispose();
    }

    [Fact]
    public void ATapeEndedByItsOwnThreadGivesItsMemoryBack()
    {
        var pool = new BufferPool();
        long afterOne = 0;
        for (var i = 0; i < 3; i++)
        {
            using (var tape = new Tape(pool)) _ = tape.Enter(Tensor.Ones([4000])) + 1f;
            if (i == 0) afterOne = pool.AllocatedBytes;
        }
        Assert.Equal(afterOne, pool.AllocatedBytes);
    }

    [Fact]
    public void TapesOfTwoThreadsOnOnePoolGiveWhatTheyGiveAlone()
    {
        var pool = new BufferPool();
        var alone = Enumerable.Range(0, 4).Select(seed => Work(new BufferPool(), seed)).ToArray();
        var together = new float[4][];
        Parallel.For(0, 4, seed => together[seed] = Work(pool, seed));
        for (var seed = 0; seed < 4; seed++) Assert.Equal(alone[seed], together[seed]);

        static float[] Work(BufferPool pool, int seed)
        {
            var found = new List<float>();
            for (var i = 0; i < 40; i++)
            {
                using var tape = new Tape(pool);
                var x = Tensor.From([.. Enumerable.Range(0, 3000).Select(j => (float)((j * 31 + seed + i) % 97) / 97)], [50, 60]);
                var w = tape.Watch(Tensor.Full([60, 40], 0.01f));
                var loss = x.MatMul(w).Tanh().Square().Sum();
                found.Add(loss.Item());
                found.Add(tape.Backward(loss)[w].ToArray().Sum());
            }
            return [.. found];
        }
    }
}
