using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>How a model is trained: values only, which any number of trainings may share.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training set, 1 or more.</summary>
    public required int EpochCount { get; init; }

    /// <summary>Examples a step, 1 or more.</summary>
    public required int BatchSize { get; init; }

    public required Optimizer Optimizer { get; init; }

    /// <summary>By epochs, 0 or more.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Which epoch's weights are kept, and when to end early; null ends after the last epoch and keeps its weights.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// The parts of a batch whose gradients are computed alone and added in a fixed order, 1 or more. Several workers divide the parts among themselves, so it is at least their number.
    /// It decides bits: each part has its own random numbers and, in batch normalization, its own statistics. The number of workers decides none.
    /// </summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>The largest norm of all gradients together; null leaves them alone.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The decay of a <see cref="WeightAverage"/>, which is then what is validated and kept in place of the weights; null keeps the weights.</summary>
    public double? AverageDecay { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        Require(EpochCount >= 1, nameof(EpochCount), EpochCount, "1 or more");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "1 or more");
        Require(ShardCount >= 1 && ShardCount <= BatchSize, nameof(ShardCount), ShardCount, $"1 to {BatchSize}, the batch");
        Require(LearningRate.At(0) is >= 0 and < double.PositiveInfinity, nameof(LearningRate), LearningRate, "0 or more");
        Require(ClipNorm is null or > 0, nameof(ClipNorm), ClipNorm, "more than 0");
        Require(AverageDecay is null or (> 0 and < 1), nameof(AverageDecay), AverageDecay, "more than 0 and less than 1");
    }

    private static void Require(bool holds, string name, object? value, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"TrainerOptions: {name} is {value}; expected {expected}."));
    }
}
