namespace Ansatz.Studies.Contours;

/// <summary>
/// The main study: a normalizing flow draws contour images, an autoencoder learns the plane behind them, and the result is measured, drawn and reported.
/// </summary>
/// <param name="folder">The run's folder, claimed already.</param>
/// <param name="config">What to run.</param>
internal sealed class ContoursRun(string folder, ContoursConfig config)
{
    private readonly Rng rng = new((ulong)config.Seed);
    private readonly Stopwatch total = Stopwatch.StartNew();

    public ContoursOutcome Run(ProgressDisplay progress, CancellationToken cancellation)
    {
        var imageCount = (int)config.Images;
        progress.Begin("drawing", imageCount, "images");
        var (data, synthesizeSeconds) = Timed(() => new ContoursData(rng, imageCount));
        progress.Advance(imageCount);

        var model = config.Network.Build(config.Beta);
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
            config.Study, config.Seed, model.CountParameters(), ParametersHash.Of(model.Parameters()), "validation", evaluation.Validation, evaluation.Frechet,
            evaluation.Factors, evaluation.Manifold, evaluation.ActiveUnitCount,
            new StageSeconds(synthesizeSeconds, training.Seconds, evaluateSeconds, figureSeconds, total.Elapsed.TotalSeconds),
            new StageSpeeds(imageCount / synthesizeSeconds, examples / training.Seconds), training.History.Count, Process.GetCurrentProcess().PeakWorkingSet64);
        return new ContoursOutcome(metrics, training, evaluation, model);
    }

    private TrainingState Train(VariationalAutoencoder model, ContoursData data, ProgressDisplay progress, CancellationToken cancellation)
    {
        var options = new TrainerOptions
        {
            EpochCount = (int)config.Epochs,
            BatchSize = config.BatchSize,
            Optimizer = Adam.Keras(),
            LearningRate = config.LearningRate,
            EarlyStopping = new EarlyStopping(config.Patience, config.Beta.SettledAt),
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
