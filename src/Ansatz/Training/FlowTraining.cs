using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Training;

/// <summary>The whole training of a flow in one call, as <c>GaussianMixture.Fit</c> is for mixtures. A <see cref="Trainer"/> gives more choices: checkpoints, other optimizers.</summary>
public static class FlowTraining
{
    private const double LargestGradientNorm = 5;

    /// <summary>
    /// Draws the first weights, standardizes by the examples, and trains by Adam with a cosine schedule and clipped gradients. With validation examples, the flow keeps the weights of its
    /// best epoch; without them, those of the last.
    /// </summary>
    /// <param name="flow">The flow; earlier weights are lost.</param>
    /// <param name="examples">One or more; for a conditional flow each row is x followed by its context.</param>
    /// <param name="rng">The stream of weights, orders and noise.</param>
    /// <param name="validation">The examples that choose the epoch, or null.</param>
    /// <param name="epochCount">Passes over the examples, 1 or more.</param>
    /// <param name="batchSize">Examples per step, 1 or more; with fewer examples, all of them form the batch.</param>
    /// <param name="learningRate">Adam's first rate, from which the schedule falls to 0.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <returns>What each epoch gave.</returns>
    /// <exception cref="ArgumentException">An example holds values that the flow does not take, or there is none.</exception>
    /// <exception cref="ArithmeticException">The likelihood is no longer finite.</exception>
    public static TrainingState Fit(this Flow flow, IExampleSource examples, Rng rng, IExampleSource? validation = null, int epochCount = 50, int batchSize = 256,
        double learningRate = 2e-3, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        flow.Initialize(rng.Fork("weights"));
        flow.Standardize(examples);
        var options = new TrainerOptions
        {
            EpochCount = epochCount,
            BatchSize = Math.Min(batchSize, examples.Count),
            Optimizer = new Adam(),
            LearningRate = new CosineSchedule(learningRate, epochCount),
            ClipNorm = LargestGradientNorm,
            EarlyStopping = validation is null ? null : new EarlyStopping(patience: epochCount),
        };
        return new Trainer(options, rng.Fork("training")).Train(flow, examples, validation, checkpoint: null, progress, cancellation);
    }
}
