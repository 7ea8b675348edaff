using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Mpi;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Benchmarks.Workers;

/// <summary>The speed of training the contour study's compact network, alone or as one of the processes of mpirun.</summary>
internal static class WorkerSpeed
{
    private const int BatchSize = 256, EpochCount = 4;

    /// <summary>Trains four short epochs and prints the speed of the best of the last three, and the hash of the weights.</summary>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="shards">Shards of a batch.</param>
    /// <param name="threads">Threads of this process.</param>
    public static void Run(int steps, int shards, int threads)
    {
        Parallelism.ThreadCount = threads;
        using var workers = new MpiCommunicator();
        var rng = new Rng(42);
        var images = Dataset.FromBytes(FlowContours.Draw(rng.Fork("images"), steps * BatchSize).Images, [FlowContours.Size, FlowContours.Size, 3]);
        var model = new CompactNetwork().Build(2, Prior.Normal);
        model.Initialize(rng.Fork("weights"));
        var options = new TrainerOptions { EpochCount = EpochCount, BatchSize = BatchSize, ShardCount = shards, Optimizer = Adam.Keras(), LearningRate = 1e-4, ClipNorm = 1000 };
        var state = new Trainer(options, rng.Fork("training")) { Workers = workers }.Train(model, images);
        var seconds = state.History.Skip(1).Min(r => r.Seconds);
        if (workers.Rank == 0) Console.WriteLine(FormattableString.Invariant($"workers {workers.Count} threads {threads} shards {shards}: {steps * BatchSize / seconds:0} images/s, {1000 * seconds / steps:0.0} ms a step, {ParametersHash.Of(model.Parameters())}"));
    }
}
