namespace Ansatz.Studies.Contours;

/// <summary><c>study contours</c>: from flow to report. It draws its own images, so it has no data to read.</summary>
internal sealed class ContoursStudy() : Study<ContoursConfig, object?, ContoursOutcome>(Word)
{
    public const string Word = "contours";

    /// <summary>Four fifths of the images train; a fifth must leave ten neighbours in each of its halves.</summary>
    private const int LeastImages = 100;

    protected override SettingTable<ContoursConfig> Settings => ContoursConfig.Settings;
    public override IEnumerable<SettingOption> Options => Settings.Options(new ContoursConfig());

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz study contours --out runs/contours",
        "ansatz study contours --network paper --images 640 --epochs 2 --out runs/paper",
    ];

    protected override (ContoursConfig, object?) Resolve(IReadOnlyDictionary<string, string> given, ContoursConfig? earlier, IConsole console)
    {
        var config = ContoursRecipe.Resolved(Settings.Apply(earlier ?? new ContoursConfig(), given));
        var least = Math.Max(LeastImages, (5 * config.BatchSize + 3) / 4);
        return config.Images >= least
            ? (config, null)
            : throw new UsageException($"study contours: --images {config.Images} are too few to train in batches of {config.BatchSize} and to judge; expected at least {least}");
    }

    protected override ContoursOutcome Work(string folder, ContoursConfig config, object? data, ProgressDisplay progress, CancellationToken cancellation) =>
        new ContoursRun(folder, config).Run(progress, cancellation);

    protected override void Report(string folder, ContoursConfig config, ContoursOutcome outcome, Origin origin, IConsole console) => Finish(
        folder, outcome.Metrics, ContoursJson.Default.ContoursMetrics, ContoursReport.Page(outcome, config, origin), console,
        (writer, report) => ContoursSummary.Write(writer, outcome.Metrics, outcome.Model.Beta, report));

    public override SavedRun Open(string folder, string? cache, IConsole console)
    {
        ContourNetworks.Register();
        var config = ReadConfig(Path.Combine(folder, OutputFolder.ConfigFile));
        var model = ModelFile.Load<VariationalAutoencoder>(SavedRun.WeightsOf(folder));
        return new SavedRun(folder, Word, model, [FlowContours.Size, FlowContours.Size, 3], Likelihood.CrossEntropy, config.Seed, Settings.Rows(config))
        {
            OwnImages = () => (new ContoursData(new Rng((ulong)config.Seed), (int)config.Images).Validation, []),
        };
    }
}

/// <summary>The main study: a normalizing flow draws contour images, an autoencoder learns the plane behind them, and the result is measured, drawn and reported.</summary>
/// <param name="folder">The run's folder, claimed already.</param>
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

        var figureSeconds = RunFiles.DrawFigures(folder, new ContoursFigures(model, data, evaluation, training.History, rng.Fork("walk")).Write, progress, cancellation);

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
        return new Trainer(options, rng.Fork("training"))
            .Train(model, data.Training, data.Validation, RunFiles.CheckpointOf(folder), new TrainingReporter(progress, data.Training.Count, "images", folder), cancellation);
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
