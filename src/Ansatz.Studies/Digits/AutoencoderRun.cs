namespace Ansatz.Studies.Digits;

/// <summary>Trains an autoencoder of images, measures it and draws its figures.</summary>
internal sealed class AutoencoderRun(RunContext run, AutoencoderConfig config, AutoencoderData data)
{
    private readonly Rng rng = new((ulong)config.Seed);

    /// <param name="title">The title of the report.</param>
    public Finding Run(string title)
    {
        var model = config.ModelToTrain();
        model.Initialize(rng.Fork("weights"));
        (model.Prior as VampPrior)?.StartFrom(data.Training, rng.Fork("pseudo-inputs"));
        if (!run.Checkpoint().Exists) StartingWeights.Load(model, config);
        var trained = config.Trained(model);
        var training = run.Train(new Trainer(config.Options(), rng.Fork("training")), trained, data.Training, data.Test, watched: "test");
        var validation = training.History[^1].Validation!;
        var isCalibrated = Calibration.Apply(model, trained, data.Training, rng.Fork("calibration"), run.Cancellation);
        model = config.WithFinalPrior(model, data.Training, rng.Fork("prior"), run.Cancellation);
        trained = config.Trained(model);
        if (isCalibrated || config.IsPriorFittedAfter())
            validation = Validation.Of(trained, data.Test, Trainer.ValidationStream(rng.Fork("training")), cancellation: run.Cancellation);
        run.WriteTrained(model, training.History);

        var (evaluation, evaluateSeconds) = RunContext.Timed(() => new AutoencoderEvaluation(model, config, data, validation, rng.Fork("evaluation"), run));
        var figures = new AutoencoderFigures(model, config, data, evaluation, training.History, rng.Fork("figures"));
        var figureSeconds = run.DrawFigures(figures.Write);

        var metrics = new AutoencoderMetrics(
            config.Study, config.Source.Data, config.Recipe == Recipe.Published ? "published" : "default", config.Seed, model.CountParameters(), ParametersHash.Of(model.Parameters()), "none: the last epoch's weights", evaluation.Validation,
            evaluation.Posterior.ActiveUnitCount, evaluation.Posterior.KlByDimension, evaluation.LogLikelihood, evaluation.Anomaly,
            new AutoencoderSeconds(training.Seconds, evaluateSeconds, figureSeconds, run.TotalSeconds),
            new TrainingSpeed((double)training.History.Count * data.Training.Count / training.Seconds), training.History.Count, Process.GetCurrentProcess().PeakWorkingSet64);
        return new AutoencoderReport(config, metrics, model, figures.Files, title, run.Origin).Finding();
    }
}

/// <summary>A picture in the figures' folder.</summary>
/// <param name="File">Its name.</param>
/// <param name="Chapter">The section of the report it belongs to.</param>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Caption">What stands below it.</param>
internal sealed record DrawnFigure(string File, string Chapter, string Description, string Caption);

/// <summary>What a trained autoencoder is worth on the images that judge it.</summary>
internal sealed class AutoencoderEvaluation
{
    public AutoencoderEvaluation(VariationalAutoencoder model, AutoencoderConfig config, AutoencoderData data, Metrics elbo, Rng rng, RunContext run)
    {
        var (progress, cancellation) = (run.Progress, run.Cancellation);
        progress.Begin("evaluating");
        Posterior = PosteriorSummary.Of(model, data.Test, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        var likelihood = config.Design.Likelihood;
        var closed = KlDivergence.HasClosedForm(model.Encoder.Given(new Context(data.Test.ToTensor(0, 1), data.Test.HasLabels ? [data.Test.Label(0)] : null)), model.Prior.Given(Context.None));
        Validation = new ImageValidationMetrics(
            elbo.Objective, elbo["reconstruction"], EvidenceLowerBound.DivergenceIn(elbo), model.Beta, likelihood.Quantity, model.ScoreConstant,
            likelihood == Likelihood.CrossEntropy ? EntropyFloor.Of(data.Test) : null, closed && config.Design.Samples == 0 ? "closed form" : "at the draws");
        if (config.LeaveOut is { } leftOut)
        {
            cancellation.ThrowIfCancellationRequested();
            Anomalous = Anomalies.Of(model, data.Scored, rng.Fork("anomaly"), cancellation: cancellation);
            Roc = new RocCurve(
                [.. Anomalous.Where((_, i) => data.Scored.Label(i) != leftOut)],
                [.. Anomalous.Where((_, i) => data.Scored.Label(i) == leftOut)]);
            Anomaly = new AnomalyMetrics(leftOut, Roc.Area);
        }
        progress.End();
        cancellation.ThrowIfCancellationRequested();
        if (config.LikelihoodSamples == 0) return;
        progress.Begin("estimating the likelihood", data.Test.Count, "images");
        var estimate = ImportanceWeightedLikelihood.Of(model, data.Test, rng.Fork("likelihood"), (int)config.LikelihoodSamples, new CountReporter(progress), cancellation);
        LogLikelihood = LogLikelihoodMetrics.Of(estimate, config.LikelihoodSamples);
    }

    public PosteriorSummary Posterior { get; }
    public ImageValidationMetrics Validation { get; }
    public LogLikelihoodMetrics? LogLikelihood { get; }
    /// <summary>The anomaly of each image of <see cref="AutoencoderData.Scored"/>; null if no class was left out.</summary>
    public double[]? Anomalous { get; }
    public RocCurve? Roc { get; }
    public AnomalyMetrics? Anomaly { get; }
}
