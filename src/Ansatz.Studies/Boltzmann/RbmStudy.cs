namespace Ansatz.Studies.Boltzmann;

/// <summary><c>study rbm</c> and <c>train rbm</c>: a restricted Boltzmann machine on binary images.</summary>
internal sealed class RbmStudy(string group = "study") : Study<RbmConfig, AutoencoderData>("rbm", group), IMachineStudy
{
    private const int MostHeldOut = 5000, MostChannels = 4;

    protected override SettingTable<RbmConfig> Settings => RbmConfig.Settings;
    public override IEnumerable<SettingOption> Options => [.. base.Options, SettingOption.Cache];
    public override IReadOnlyList<string> Examples => ["ansatz study rbm --hidden 16", "ansatz study rbm --hidden 500 --epochs 80 --binarize resampled --out runs/rbm-500"];

    protected override (RbmConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, RbmConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? Standard, given);
        var images = AutoencoderData.Load(new ImageSource(config.Data), given.GetValueOrDefault(SettingOption.Cache.Name), console);
        if (images.Training.ExampleShape is [_, _, > MostChannels and var channels])
            throw new UsageException($"{config.Data}: images of {channels} channels, which no picture can show; expected the shape [count, height, width, channels] with 1 to {MostChannels} channels");
        var heldOut = config.Patience is null ? 0 : Math.Min(MostHeldOut, images.Training.Count / 10);
        var training = images.Training.Count - heldOut;
        if (training < config.BatchSize) throw new InvalidDataException($"{config.Data}: {Words.Of(training, "image")} to train on; expected {config.BatchSize} or more, a batch");
        return (config with
        {
            Data = new ImageSource(config.Data).Resolved().Data,
            TrainingImages = training,
            HeldOutImages = heldOut,
            TestImages = images.Test.Count,
            Height = images.Training.ExampleShape[0],
            Width = images.Training.ExampleShape[1],
            Channels = images.Training.ExampleShape[2],
            LearningRate = config.LearningRate ?? (config.Recipe == Recipe.Published ? RbmConfig.PublishedRate : RbmConfig.DefaultRate),
        }, images);
    }

    protected override string? PlaceOf(RbmConfig config) => config.Data;

    public SavedMachine Open(string folder, string? cache, IConsole console)
    {
        var config = ReadConfig(folder);
        return SavedMachine.Open(folder, config, Settings.Rows(config), () => AutoencoderData.Load(new ImageSource(config.Data), cache, console).Test);
    }

    protected override Finding Work(RunContext run, RbmConfig config, AutoencoderData data) => RbmReport.Finding(new RbmRun(run, config, data.Training, data.Test).Run(), config, run.Origin);
}

/// <summary>A restricted Boltzmann machine learns binary digits; its likelihood is summed exactly where it can be, and bracketed where it cannot.</summary>
/// <param name="training">The images of the training set, gray or not.</param>
/// <param name="judging">The images of the test set.</param>
internal sealed class RbmRun(RunContext run, RbmConfig config, Dataset training, Dataset judging)
{
    /// <summary>Training images whose free energy held-out ones are compared with, and the nats above it that are no reason to stop.</summary>
    private const int ReferenceImages = 1000;
    private const double TolerableGap = 1;
    private readonly Rng rng = new((ulong)config.Seed);
    private readonly BinaryDigits learnt = Bits(training.Slice(0, config.TrainingImages), config, "training"),
        heldOut = Bits(training.Slice(config.TrainingImages, config.HeldOutImages), config, "held out"), test = Bits(judging, config, "test");

    public RbmMetrics Run()
    {
        var machine = new RestrictedBoltzmannMachine(learnt.PixelCount, (int)config.Hidden);
        var rates = learnt.Rates();
        var state = Train(machine, rates);
        run.WriteTrained(machine, state.History);

        var start = Stopwatch.GetTimestamp();
        var (likelihood, logZ, annealing) = new RbmLikelihoods(machine, learnt, test, rates, (int)config.AnnealingSteps, rng.Fork("likelihood")).Measure(run);
        var pieces = rng.Fork("pseudo-likelihood");
        run.Cancellation.ThrowIfCancellationRequested();
        double pseudo = test.Mean(v => PseudoLikelihood.Estimate(machine, v, pieces)), reconstruction = test.Mean(v => ReconstructionError(machine, v));
        var evaluateSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var figureSeconds = run.DrawFigures(new RbmFigures(machine, learnt, rates, state.History, rng.Fork("figures")).Write);

        var images = (double)state.History.Count * learnt.Count;
        return new RbmMetrics(config.Study, config.Seed, machine.VisibleCount, machine.HiddenCount, likelihood, logZ, annealing, likelihood.Train - likelihood.Test, pseudo, reconstruction,
            ParametersHash.Of(machine.Parameters()), new RbmSeconds(state.Seconds, evaluateSeconds, figureSeconds, run.TotalSeconds),
            images / state.Seconds, state.History.Count, state.BestEpoch);
    }

    private TrainingState Train(RestrictedBoltzmannMachine machine, BaseRates rates)
    {
        var chains = new ContrastiveDivergenceOptions { StepCount = (int)config.GibbsSteps, ChainCount = config.Chains, IsCentered = config.Centered };
        var divergence = new ContrastiveDivergence(machine, chains) { Reference = learnt.ToTensor(0, Math.Min(ReferenceImages, learnt.Count)) };
        divergence.Initialize(rng.Fork("weights"));
        divergence.StartFrom(rates, rng.Fork("chains"));
        var options = new TrainerOptions
        {
            EpochCount = (int)config.Epochs,
            BatchSize = config.BatchSize,
            ShardCount = (int)config.Shards,
            Optimizer = new Sgd(),
            LearningRate = config.Recipe == Recipe.Published ? config.LearningRate!.Value : new CosineSchedule(config.LearningRate!.Value, config.Epochs),
            EarlyStopping = config.Patience is { } patience ? new EarlyStopping((int)patience, goodEnough: TolerableGap) : null,
        };
        // Bits that are drawn anew at every pass are drawn from gray pixels; else the bits are the images.
        var isAnew = config.Binarize is ResampledPixels;
        var (images, watched) = isAnew ? (training.Slice(0, config.TrainingImages), training.Slice(config.TrainingImages, config.HeldOutImages)) : (learnt.Images, heldOut.Images);
        return run.Train(new Trainer(options, rng.Fork("training")), config.Binarize.Wrap(divergence), images, config.Patience is null ? null : watched, watched: "held-out");
    }

    // Squared distance of v from E[v | h at its mean given v].
    private static Tensor ReconstructionError(RestrictedBoltzmannMachine machine, Tensor visible) =>
        (visible - machine.VisibleGiven(machine.HiddenGiven(visible).Mean).Mean).Square().Sum(-1);

    /// <summary>Images in black and white, as the configuration says.</summary>
    /// <param name="part">The stream of the pixels.</param>
    public static BinaryDigits Bits(Dataset images, RbmConfig config, string part) =>
        new(config.Binarize.Evaluated(images, new Rng((ulong)config.Seed).Fork("binarize").Fork(part)));
}
