using Ansatz.Networks;
using Ansatz.Training;

namespace Ansatz.Tables.Models;

/// <summary>How models of rows are trained by their likelihood or a bound of it.</summary>
internal static class LikelihoodTraining
{
    /// <summary>Adam with a rate that falls along a cosine, averaged weights, clipped gradients, and early stopping.</summary>
    /// <param name="rowCount">Rows to learn from; a batch has at most as many.</param>
    /// <param name="epochCount">The most passes over them.</param>
    /// <param name="batchSize">Rows for each step.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="patience">Passes without improvement that end training.</param>
    public static TrainerOptions Options(int rowCount, int epochCount, int batchSize, double learningRate, int patience) => new()
    {
        EpochCount = epochCount,
        BatchSize = Math.Min(batchSize, rowCount),
        Optimizer = new Adam(),
        LearningRate = new CosineSchedule(learningRate, epochCount),
        ClipNorm = 5,
        AverageDecay = 0.999,
        EarlyStopping = new EarlyStopping(patience),
    };
}
