using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Tensors.Kernels;
using Ansatz.Tests.Training;
using Ansatz.Training;
using Ansatz.Workers;

namespace Ansatz.Tests.Workers;

[Collection(KernelCollection.Name)]
public sealed class ShardedTrainingTests : IDisposable
{
    private const int ShardCount = 8;
    private readonly int threads = ForkJoin.ThreadCount;

    public void Dispose() => ForkJoin.ThreadCount = threads;

    public static TheoryData<string> Models { get; } = ["convolutional", "dense", "machine of persistent chains", "machine of chains at the batch", "flow", "mixture by gradient", "mixture by steps of expectation"];

    [Theory]
    [MemberData(nameof(Models))]
    public void NeitherWorkersNorThreadsChangeABit(string model)
    {
        var alone = Train(model, null);
        Assert.NotEqual(alone, Train(model, null, shardCount: 4)); // or the shards would do nothing
        foreach (var (workers, threadCount) in new[] { (1, 3), (2, 1), (3, 2), (4, 3), (8, 1) })
        {
            ForkJoin.ThreadCount = threadCount;
            Assert.All(InProcessCommunicator.Run(workers, w => Train(model, w)), hash => Assert.Equal(alone, hash));
        }
    }

    private static string Train(string model, ICommunicator? workers, int shardCount = ShardCount)
    {
        var options = new TrainerOptions { EpochCount = 2, BatchSize = 16, ShardCount = shardCount, Optimizer = new Adam(), LearningRate = 5e-3 };
        var spots = TinyAutoencoders.Spots(100);
        var (learnt, watched) = (spots.Slice(0, 67), spots.Slice(67, 33)); // the last batch has three examples, fewer than shards
        switch (model)
        {
            case "convolutional":
                return Run(TinyAutoencoders.Convolutional(), options with { EarlyStopping = new EarlyStopping(2) });
            case "dense":
                return Run(TinyAutoencoders.Dense(), options with { ClipNorm = 5, AverageDecay = 0.9, Optimizer = new Sgd(0.9), LearningRate = 1e-3 });
            case "machine of persistent chains" or "machine of chains at the batch":
                var machine = new ContrastiveDivergence(new RestrictedBoltzmannMachine(30, 6), new ContrastiveDivergenceOptions { ChainCount = model.Contains("persistent", StringComparison.Ordinal) ? 11 : null });
                machine.Initialize(new Rng(1));
                var bits = BoltzmannChecksum.Echoes(67, 30, 2);
                machine.StartFrom(BaseRates.Of(bits, 30), new Rng(3));
                learnt = Dataset.FromFloats(bits, [30]);
                return Run(machine, options with { Optimizer = new Sgd() }, isWatched: false);
            case "flow":
                var flow = new RealNvp(2);
                flow.Initialize(new Rng(1));
                learnt = Points();
                return Run(flow, options with { ClipNorm = 5 }, isWatched: false);
            case "mixture by gradient":
                var mixture = new GaussianMixture(3, 2, MixtureCovariance.Full);
                mixture.Initialize(new Rng(1));
                learnt = Points();
                return Run(mixture, options, isWatched: false);
            default:
                var fitted = new GaussianMixture(3, 2, MixtureCovariance.Full);
                double[] points = [.. Points(1001).ToTensor(0, 1001).ToArray().Select(x => (double)x)];
                var fit = fitted.Fit(points, new Rng(4), new MixtureOptions { StartCount = 3, StepLimit = 40, ShardCount = shardCount, Workers = workers });
                return $"{ParametersHash.Of(fitted.Parameters())} {string.Join(' ', fit.Trace.Select(BitConverter.DoubleToInt64Bits))}"; // single precision hides the last bits
        }

        string Run(ITrainable trained, TrainerOptions o, bool isWatched = true)
        {
            new Trainer(o, new Rng(5)) { Workers = workers }.Train(trained, learnt, isWatched ? watched : null);
            return ParametersHash.Of(trained.Parameters());
        }

        static Dataset Points(int count = 67) => Dataset.FromFloats([.. MultivariateNormalDiag.Standard(2).Sample(new Rng(7), [count]).ToArray().Select((x, i) => x + i / 2 % 3 * 2)], [2]);
    }

    [Fact]
    public void AStepIsTheSumOfItsShardsInTheOrderOfTheTree()
    {
        // Ten examples in three shards: 0 to 2, 3 to 5, 6 to 9.
        var data = TinyAutoencoders.Spots(10);
        var model = TinyAutoencoders.Dense();
        var before = model.Parameters().Select(p => p.Value.ToArray()).ToArray();
        var stream = new Rng(5).Fork("step").Fork(0);
        var expected = Enumerable.Range(0, 3).Select(i =>
        {
            int first = i * 10 / 3, count = (i + 1) * 10 / 3 - first;
            using var tape = new Tape();
            var (gradients, _) = model.Step(new Batch(data.ToTensor(first, count), null, 0), new Pass(tape, isTraining: true, stream.Fork(i)));
            return model.Parameters().Select(p => gradients[p].ToArray().Select(g => g * (float)(count / 10.0)).ToArray()).ToArray();
        }).ToArray();
        new Trainer(new TrainerOptions { EpochCount = 1, BatchSize = 10, ShardCount = 3, Optimizer = new Sgd(), LearningRate = 1 }, new Rng(5)).Train(model, data);
        for (var p = 0; p < before.Length; p++)
            Assert.Equal(before[p].Select((w, i) => w - (expected[0][p][i] + expected[1][p][i] + expected[2][p][i])), model.Parameters()[p].Value.ToArray());
    }

    [Fact]
    public void WithoutRandomnessTheSumIsTheGradientOfTheBatch()
    {
        var data = Dataset.FromFloats([.. MultivariateNormalDiag.Standard(2).Sample(new Rng(7), [64]).ToArray()], [2]);
        float[] Weights(int shardCount)
        {
            var mixture = new GaussianMixture(2, 2, MixtureCovariance.Full);
            mixture.Initialize(new Rng(1));
            new Trainer(new TrainerOptions { EpochCount = 5, BatchSize = 50, ShardCount = shardCount, Optimizer = new Sgd(), LearningRate = 0.1 }, new Rng(5)).Train(mixture, data);
            return [.. mixture.Parameters().SelectMany(p => p.Value.ToArray())];
        }
        Assert.All(Weights(1).Zip(Weights(7)), w => Assert.Equal(w.First, w.Second, 1e-5));
    }

    [Fact]
    public void MovingStatisticsFollowTheMeanOverTheShards()
    {
        // Means over shards of equal size are the mean over the batch.
        double[] Means(int shardCount)
        {
            var model = TinyAutoencoders.Convolutional();
            new Trainer(new TrainerOptions { EpochCount = 1, BatchSize = 40, ShardCount = shardCount, Optimizer = new Sgd(), LearningRate = 0 }, new Rng(5)).Train(model, TinyAutoencoders.Spots(40));
            return [.. model.SelfAndDescendants().OfType<BatchNormalization>().First().RunningMean.Value.ToArray().Select(m => (double)m)];
        }
        Assert.All(Means(1).Zip(Means(4)), m => Assert.Equal(m.First, m.Second, 1e-6));
        Assert.All(Means(4), m => Assert.NotEqual(0, m));
    }

    [Theory]
    [InlineData(1, 4, 3)]
    [InlineData(5, 2, 1)]
    [InlineData(6, 1, 4)]
    [InlineData(Interruptible.StepCount - 1, 4, 2)]
    public void InterruptedItGoesOnWithAnyNumberOfWorkers(int afterSteps, int workersBefore, int workersAfter)
    {
        using var folder = new TemporaryFolder();
        var options = Interruptible.Options with { ShardCount = 4 };
        var whole = Interruptible.Model();
        var expected = Interruptible.Outcome(whole, Interruptible.Train(whole, options: options));
        var stop = Assert.Throws<AggregateException>(() => InProcessCommunicator.Run(workersBefore, w => Interruptible.Train(Interruptible.Model(), Interruptible.At(folder["run"]), w.Rank == 0 ? afterSteps : null, options, w)));
        Assert.IsAssignableFrom<OperationCanceledException>(stop.InnerException);
        Assert.True(Interruptible.At(folder["run"]).Exists);
        Assert.All(InProcessCommunicator.Run(workersAfter, w =>
        {
            var model = Interruptible.Model();
            var state = Interruptible.Train(model, Interruptible.At(w.Rank == 0 ? folder["run"] : folder["none"]), null, options, w);
            return Interruptible.Outcome(model, state);
        }), outcome => Assert.Equal(expected, outcome));
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public void AnotherNumberOfShardsIsAnotherTraining()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<OperationCanceledException>(() => Interruptible.Train(Interruptible.Model(), Interruptible.At(folder["run"]), 2, Interruptible.Options with { ShardCount = 2 }));
        foreach (var other in new[] { 1, 4 })
        {
            var e = Assert.Throws<InvalidDataException>(() => Interruptible.Train(Interruptible.Model(), Interruptible.At(folder["run"]), options: Interruptible.Options with { ShardCount = other }));
            Assert.Contains($"shards '2', this training has '{other}'", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void AShardOfNoExampleIsRefused(int shardCount) =>
        Assert.Contains($"ShardCount is {shardCount}; expected 1 to 8", Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(Interruptible.Options with { ShardCount = shardCount }, new Rng(1))).Message, StringComparison.Ordinal);

    [Fact]
    public void WorkersNeedShards()
    {
        var e = Assert.Throws<AggregateException>(() => InProcessCommunicator.Run(3, w => Interruptible.Train(Interruptible.Model(), workers: w)));
        Assert.Contains("3 workers and 1 shard; expected a shard or more for each worker, so give --shards 3", e.InnerException!.Message, StringComparison.Ordinal);
    }
}
