using Ansatz.Data;
using Ansatz.Mpi;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Benchmarks.Workers;

/// <summary>Trains the compact network by the processes that <c>mpirun</c> has started, or by this one alone, with one thread each: the speed of the best epoch, and the hash of the weights.</summary>
internal static class WorkerTraining
{
    private const int Epochs = 4;

    public static void Run(int batchSize, int shardCount, int steps)
    {
        ForkJoin.ThreadCount = 1;
        using var workers = new MpiCommunicator();
        var images = new byte[batchSize * steps * FlowContours.ImageLength];
        FlowContours.Render(FlowContours.DrawParameters(new Rng(1), batchSize * steps), images);
        var model = ContourNetworks.Compact(2);
        model.Initialize(new Rng(2));
        var options = new TrainerOptions { EpochCount = Epochs, BatchSize = batchSize, ShardCount = shardCount, Optimizer = new Adam(), LearningRate = 1e-4 };
        new Trainer(options, new Rng(3)) { Workers = workers.Count > 1 ? workers : null }.Train(model, Dataset.FromBytes(images, [FlowContours.Size, FlowContours.Size, 3]), progress: new EpochClock());
        if (workers.Rank == 0) Console.WriteLine(FormattableString.Invariant($"processes {workers.Count}, shards {shardCount}: {batchSize * steps / EpochClock.Best:0} images/s, {1000 * EpochClock.Best / steps:0.0} ms a step, {ParametersHash.Of(model.Parameters())}"));
    }

    // The first epoch compiles the code.
    private sealed class EpochClock : IProgress<TrainingProgress>
    {
        public static double Best { get; private set; } = double.PositiveInfinity;

        public void Report(TrainingProgress value)
        {
            if (value.Finished is { Epoch: > 1 } epoch) Best = Math.Min(Best, epoch.Seconds);
        }
    }
}
