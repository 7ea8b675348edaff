using Ansatz.Data;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class TrainingMemoryTests
{
    [Fact]
    public void AStepInSteadyStateAllocatesLittle()
    {
        const int Batch = 64, WarmUp = 3, Steps = 8;
        var model = ContourNetworks.Compact(2);
        model.Initialize(new Rng(1));
        var data = Dataset.FromBytes(new byte[Batch * Steps * FlowContours.ImageLength], [FlowContours.Size, FlowContours.Size, 3]);
        var readings = new List<long>();
        var options = new TrainerOptions { EpochCount = 1, BatchSize = Batch, Optimizer = Adam.Keras(), LearningRate = 1e-3 };
        // This thread's alone: other tests run beside this one, and the pool's threads only fill what this one has allocated.
        new Trainer(options, new Rng(2)).Train(model, data, progress: new Told(_ => readings.Add(GC.GetAllocatedBytesForCurrentThread())));
        for (var i = WarmUp; i < Steps; i++)
            Assert.True(readings[i] - readings[i - 1] < (Guards.AreOn ? 1024 : 64) * 1024, // guards make new scratch memory for each use
                 $"step {i + 1} allocated {readings[i] - readings[i - 1]} bytes");
    }
}
