using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training set, 1 or more.</summary>
    public required int EpochCount { get; init; }

    /// <summary>Examples a step.</summary>
    public required int BatchSize { get; init; }

    public required Optimizer Optimizer { get; init; }

    /// <summary>By epochs.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Which epoch's weights are kept, and when to end early; null ends after the last epoch and keeps its weights.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The largest norm of all gradients together; null leaves them alone.</summary>
    public double? ClipNorm { get; init; }
}
