using System.Diagnostics;
using Ansatz.Autoencoders;
using Ansatz.Random;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Training;

namespace Ansatz.Studies.Contours;

/// <summary>
/// The main study: a normalizing flow draws contour images, an autoencoder learns the plane behind them, and the result is measured, drawn and reported.
/// </summary>
/// <param name="folder">The run's folder, claimed already.</param>
/// <param name="recipe">How to train.</param>
/// <param name="imageCount">Images drawn, of which four fifths train.</param>
/// <param name="seed">Where all randomness comes from.</param>
internal sealed class ContoursStudy(string folder, ContoursRecipe recipe, int imageCount, ulong seed)
{
    private readonly Rng rng = new(seed);
    private readonly Stopwatch total = Stopwatch.StartNew();

    public ContoursOutcome Run(ProgressDisplay progress, CancellationToken cancellation)
    {
        progress.Begin("drawing", imageCount, "images");
        var (data, synthesizeSeconds) = Timed(() => new ContoursData(rng, imageCount));
        progress.Advance(imageCount);

        var model = recipe.Model();
        model.Initialize(rng.Fork("weights"));
        var training = Train(model, data, progress, cancellation);
        RunFiles.WriteTrained(folder, model, training.History);

        progress.Begin("evaluating");
        var elbo = training.History[training.BestEpoch - 1].Validation!;
        var (evaluation, evaluateSeconds) = Timed(() => new ContoursEvaluation(model, data, rng.Fork("evaluation"), elbo, cancellation));
        progress.End();

        cancellation.ThrowIfCancellationRequested();
        progress.Begin("drawing figures");
        var figures = new ContoursFigures(model, data, evaluation, training.History, rng.Fork("walk"));
        var (_, figureSeconds) = Timed(() =>
        {
            figures.Write(Path.Combine(folder, "figures"));
            return true;
        });
        progress.End();

        var examples = (double)training.History.Count * data.Training.Count;
        var metrics = new ContoursMetrics(
            "contours", (long)seed, model.CountParameters(), ParametersHash.Of(model.Parameters()), "validation", evaluation.Validation, evaluation.Frechet,
            evaluation.Factors, evaluation.Manifold, evaluation.ActiveUnitCount,
            new StageSeconds(synthesizeSeconds, training.Seconds, evaluateSeconds, figureSeconds, total.Elapsed.TotalSeconds),
            new StageSpeeds(imageCount / synthesizeSeconds, examples / training.Seconds), training.History.Count, Process.GetCurrentProcess().PeakWorkingSet64);
        return new ContoursOutcome(metrics, training, evaluation, model);
    }

    private TrainingState Train(VariationalAutoencoder model, ContoursData data, ProgressDisplay progress, CancellationToken cancellation)
    {
        var options = new TrainerOptions
        {
            EpochCount = recipe.EpochCount,
            BatchSize = recipe.BatchSize,
            Optimizer = Adam.Keras(),
            LearningRate = recipe.LearningRate,
            EarlyStopping = new EarlyStopping(recipe.Patience, recipe.Beta.SettledAt),
        };
        var checkpoint = new Checkpoint(Path.Combine(folder, "checkpoint"), TimeSpan.FromSeconds(30)) { AllowsMoreEpochs = true };
        return new Trainer(options, rng.Fork("training"))
            .Train(model, data.Training, data.Validation, checkpoint, new TrainingReporter(progress, data.Training.Count, "images", folder), cancellation);
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>What the study leaves in memory for its report.</summary>
internal sealed record ContoursOutcome(ContoursMetrics Metrics, TrainingState Training, ContoursEvaluation Evaluation, VariationalAutoencoder Model);
