namespace Ansatz.Studies.Contours;

/// <summary><c>study contours</c>: from flow to report. It draws its own images, so it has no data to read.</summary>
internal sealed class ContoursStudy() : Study<ContoursConfig, object?>("contours"), IAutoencoderStudy
{
    /// <summary>Four fifths of the images train; a fifth must leave ten neighbours in each of its halves.</summary>
    private const int LeastImages = 100;

    protected override SettingTable<ContoursConfig> Settings => ContoursConfig.Settings;

    public override ContoursConfig Standard => ContoursRecipe.Standard;

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz study contours --out runs/contours",
        "ansatz study contours --network paper --images 640 --epochs 2 --out runs/paper",
    ];

    protected override (ContoursConfig, object?) Resolve(IReadOnlyDictionary<string, string> given, ContoursConfig? earlier, IConsole console)
    {
        var config = ContoursRecipe.Resolved(Settings.Apply(earlier ?? Standard, given));
        PriorSettings.Check(config.Prior, config.PriorFit);
        var least = Math.Max(LeastImages, (5 * config.BatchSize + 3) / 4);
        return config.Images >= least
            ? (config, null)
            : throw new UsageException($"study contours: --images {config.Images} are too few to train in batches of {config.BatchSize} and to judge; expected at least {least}");
    }

    protected override Finding Work(RunContext run, ContoursConfig config, object? data) => new ContoursRun(run, config).Run();

    public (VariationalAutoencoder Model, string Config) Described(string configFile)
    {
        var config = Settings.ReadFile(configFile);
        return (config.Network.Build(config.Beta, config.Prior, config.HasWaves), Settings.Write(config));
    }

    public SavedRun Open(string folder, string? cache, IConsole console)
    {
        ContourNetworks.Register();
        var config = ReadConfig(folder);
        var model = ModelFile.Load<VariationalAutoencoder>(RunFiles.Require(folder, RunFiles.Weights));
        var data = new Lazy<ContoursData>(() => new ContoursData(new Rng((ulong)config.Seed), (int)config.Images));
        return new SavedRun(folder, Word, model, [FlowContours.Size, FlowContours.Size, 3], Likelihood.CrossEntropy, config.Seed, Settings.Rows(config))
        {
            OwnImages = () => (data.Value.Validation, []),
            OwnFactors = () => [Factor("θ", data.Value.Theta, isAngle: true), Factor("a", data.Value.A, isAngle: false)],
        };

        ImageFactor Factor(string name, Func<int, float> of, bool isAngle) => new(name, [.. Enumerable.Range(0, data.Value.Validation.Count).Select(of)], isAngle);
    }
}

/// <summary>The main study: a normalizing flow draws contour images, an autoencoder learns the plane behind them, and the result is measured, drawn and reported.</summary>
internal sealed class ContoursRun(RunContext run, ContoursConfig config)
{
    private readonly Rng rng = new((ulong)config.Seed);

    public Finding Run()
    {
        var imageCount = (int)config.Images;
        run.Progress.Begin("drawing", imageCount, "images");
        var (data, synthesizeSeconds) = RunContext.Timed(() => new ContoursData(rng, imageCount));
        run.Progress.Advance(imageCount);

        var model = config.Network.Build(config.Beta, IsPriorFittedAfter ? Prior.Normal : config.Prior, config.HasWaves);
        model.Initialize(rng.Fork("weights"));
        (model.Prior as VampPrior)?.StartFrom(data.Training, rng.Fork("pseudo-inputs"));
        var training = Train(model, data);
        var elbo = training.History[training.BestEpoch - 1].Validation!;
        if (IsPriorFittedAfter)
            (model, elbo) = run.Stage("fitting the prior", () => WithFittedPrior(model, data)).Result;
        run.WriteTrained(model, training.History);

        var (evaluation, evaluateSeconds) = run.Stage("evaluating", () => new ContoursEvaluation(model, data, rng.Fork("evaluation"), elbo, run.Cancellation));
        var figureSeconds = run.DrawFigures(new ContoursFigures(model, data, evaluation, training.History, rng.Fork("walk")).Write);

        var examples = (double)training.History.Count * data.Training.Count;
        var metrics = new ContoursMetrics(
            config.Study, config.Seed, model.CountParameters(), ParametersHash.Of(model.Parameters()), "validation", evaluation.Validation, evaluation.Frechet,
            evaluation.Factors, evaluation.Manifold, evaluation.ActiveUnitCount,
            new StageSeconds(synthesizeSeconds, training.Seconds, evaluateSeconds, figureSeconds, run.TotalSeconds),
            new StageSpeeds(imageCount / synthesizeSeconds, examples / training.Seconds), training.History.Count, Process.GetCurrentProcess().PeakWorkingSet64);
        return new ContoursReport(metrics, config, model, training.BestEpoch, run.Origin).Finding();
    }

    private bool IsPriorFittedAfter => PriorSettings.IsFittedAfter(config.Prior, config.PriorFit);

    /// <summary>The model with its own prior, fitted to the codes of the training images, and its numbers on the validation images.</summary>
    private (VariationalAutoencoder Model, Metrics Elbo) WithFittedPrior(VariationalAutoencoder trained, ContoursData data)
    {
        var model = ContourNetworks.WithPrior(trained, config.Prior);
        PriorFit.Run(model, data.Training, rng.Fork("prior"), run.Cancellation);
        return (model, Validation.Of(model, data.Validation, Trainer.ValidationStream(rng.Fork("training")), cancellation: run.Cancellation));
    }

    private TrainingState Train(VariationalAutoencoder model, ContoursData data)
    {
        var options = new TrainerOptions
        {
            EpochCount = (int)config.Epochs,
            BatchSize = config.BatchSize,
            ShardCount = (int)config.Shards,
            Optimizer = new Adam(beta2: config.Beta2, epsilon: 1e-7, epsilonBeforeCorrection: true),
            LearningRate = config.LearningRate,
            ClipNorm = config.ClipNorm,
            EarlyStopping = new EarlyStopping(config.Patience, config.Beta.SettledAt),
        };
        return run.Train(new Trainer(options, rng.Fork("training")), model, data.Training, data.Validation);
    }
}
