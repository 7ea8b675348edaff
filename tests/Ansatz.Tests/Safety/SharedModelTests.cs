using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>What docs/threads.md says: one model serves many threads, each with the bits of a single thread; a tape and a stream belong to one thread.</summary>
public sealed class SharedModelTests
{
    private const int ThreadCount = 8, Rounds = 5;

    private static readonly float[] pixels = [.. Enumerable.Range(0, 6 * 64).Select(i => i * 37 % 101 / 100f)];

    public static TheoryData<string> Models => [.. Cases().Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void OneModelServesManyThreads(string name)
    {
        var answer = Cases()[name];
        var pool = new BufferPool();
        var alone = Enumerable.Range(0, ThreadCount).Select(i => answer(new Rng(1).Fork(i), new BufferPool())).ToArray();
        var answers = new float[ThreadCount * Rounds][];
        using var start = new Barrier(ThreadCount);
        var threads = Enumerable.Range(0, ThreadCount).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            for (var round = 0; round < Rounds; round++) answers[round * ThreadCount + i] = answer(new Rng(1).Fork(i), pool);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < answers.Length; i++) Assert.Equal(alone[i % ThreadCount], answers[i]);
    }

    [Fact]
    public void AnyNumberOfThreadsMayForkOneStream()
    {
        var rng = new Rng(42);
        var expected = Enumerable.Range(0, 200).Select(i => rng.Fork("request").Fork(i).NextUniform()).ToArray();
        var found = new float[200];
        Parallel.For(0, 200, i => found[i] = rng.Fork("request").Fork(i).NextUniform());
        Assert.Equal(expected, found);
    }

    [Fact]
    public void AfterAnAwaitOnAnotherThreadATapeRefusesTheNextOp()
    {
        Exception? refused = null;
        // A thread of its own has no synchronization context: what follows the await runs on a thread of the pool.
        var thread = new Thread(() => Across().Wait());
        thread.Start();
        thread.Join();
        Assert.Contains("a tape belongs to the thread that made it", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);

        async Task Across()
        {
            using var tape = new Tape();
            var y = tape.Watch(Tensor.From([1, 2])).Square();
            await Task.Delay(1, CancellationToken.None);
            Assert.Equal([1, 4], y.ToArray()); // its elements may still be read
            refused = Record.Exception(() => y.Sum());
        }
    }

    [Fact]
    public async Task WhatIsDetachedMayCrossAnAwait()
    {
        Tensor slope;
        using (var tape = new Tape())
        {
            var x = tape.Watch(Tensor.From([1, 2]));
            slope = tape.Backward(x.Square().Sum())[x].Detach();
        }
        await Task.Run(() => { }, TestContext.Current.CancellationToken);
        Assert.Equal([3, 5], (slope + 1).ToArray());
    }

    /// <summary>What each model answers, given the caller's own stream and a pool.</summary>
    private static Dictionary<string, Func<Rng, BufferPool, float[]>> Cases()
    {
        var x = Tensor.From(pixels, [6, 8, 8, 1]);
        var design = new AutoencoderDesign { Height = 8, Width = 8, Latent = 3 };
        var (conv, dense) = (design.Build(), (design with { Network = "dense", Dropout = 0.1 }).Build());
        var machine = new RestrictedBoltzmannMachine(64, 10);
        var mixture = new GaussianMixture(3, 4, MixtureCovariance.Full);
        var network = new Sequential(new Dense(64, 16, Activation.Silu), new BatchNormalization(16), new LayerNormalization(16), new Dense(16, 2));
        foreach (var module in (Module[])[conv, dense, machine, mixture, network]) module.Initialize(new Rng(42));
        return new()
        {
            ["convolutional autoencoder, scores"] = (rng, pool) => [.. conv.Score(x, rng, pool: pool).Select(s => (float)s)],
            ["convolutional autoencoder, samples"] = (rng, pool) => conv.Sample(rng, 5, pool: pool).ToArray(),
            ["dense autoencoder, reconstructions"] = (_, pool) => dense.Reconstruct(x, pool: pool).ToArray(),
            ["dense autoencoder, codes"] = (_, pool) => dense.Encode(x, pool: pool).ToArray(),
            ["Boltzmann machine"] = (rng, _) => [.. machine.FreeEnergy(x.Reshape([6, 64])).ToArray(), .. machine.Gibbs(x.Reshape([6, 64]), 3, rng).ToArray()],
            ["mixture"] = (rng, _) => mixture.Given().SampleAndLogProb(rng, [7]) is var (value, logProb) ? [.. value.ToArray(), .. logProb.ToArray()] : [],
            ["network of layers"] = (_, pool) =>
            {
                using var scope = Tape.Scope(pool);
                return network.Forward(scope.Enter(x.Reshape([6, 64])), new Pass(scope)).ToArray();
            },
            ["gradients"] = (_, pool) =>
            {
                using var tape = new Tape(pool);
                var loss = network.Forward(x.Reshape([6, 64]), new Pass(tape)).Square().Sum();
                return tape.Backward(loss)[network.Parameters()[0]].ToArray();
            },
        };
    }
}
