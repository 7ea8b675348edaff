using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class TrainerTests
{
    private static TrainerOptions Options { get; } = new()
    {
        EpochCount = 8,
        BatchSize = 8,
        Optimizer = new Adam(),
        LearningRate = 1e-2,
        EarlyStopping = new EarlyStopping(3),
    };

    [Fact]
    public void TheLossFalls()
    {
        var data = TinyAutoencoders.Spots(200);
        var state = new Trainer(Options, new Rng(1)).Train(TinyAutoencoders.Convolutional(), data.Slice(0, 160), data.Slice(160, 40));
        double first = state.History[0].Validation!.Objective, last = state.History[^1].Validation!.Objective;
        Assert.True(last < first - 1, $"{first} → {last}");
    }
}
