using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Train">Means over the epoch's steps, as the model was at each of them.</param>
/// <param name="Validation">The model's numbers after the epoch, or null without a validation set.</param>
/// <param name="LearningRate">At the epoch's last step.</param>
/// <param name="Seconds">Time in training steps.</param>
public sealed record EpochRecord(int Epoch, Metrics Train, Metrics? Validation, double LearningRate, double Seconds);

/// <summary>The progress of a training, for a display.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="EpochCount">All epochs.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepCount">Steps of an epoch.</param>
/// <param name="Train">Means over this epoch's steps so far.</param>
/// <param name="ExamplesPerSecond">Training steps only, over this session.</param>
/// <param name="Finished">The record of the epoch if it has just ended, else null.</param>
/// <param name="History">All epochs that have ended, those of earlier sessions included.</param>
public sealed record TrainingProgress(
    int Epoch, int EpochCount, int Step, int StepCount, Metrics Train, double ExamplesPerSecond, EpochRecord? Finished, IReadOnlyList<EpochRecord> History);
