namespace Ansatz.Studies.Boltzmann;

/// <summary>The <c>config.json</c> of the study of a Boltzmann machine: everything its weights depend on.</summary>
internal sealed record RbmConfig : StudyConfig
{
    public const int DefaultChains = 100;
    public const double DefaultRate = 0.1, PublishedRate = 0.01;

    /// <summary>The settings, one row each.</summary>
    public static SettingTable<RbmConfig> Settings { get; } = new(new RbmConfig(),
        new Setting<RbmConfig, string>("data", "A public data set, a folder or an .npz file.", "data", new TextKind("NAME|PATH"), c => c.Data, (c, v) => c with { Data = v }),
        Setting.File<RbmConfig, long>("trainingImages", new WholeKind(0, int.MaxValue), c => c.TrainingImages, (c, v) => c with { TrainingImages = (int)v }),
        Setting.File<RbmConfig, long>("heldOutImages", new WholeKind(0, int.MaxValue), c => c.HeldOutImages, (c, v) => c with { HeldOutImages = (int)v }),
        Setting.File<RbmConfig, long>("testImages", new WholeKind(0, int.MaxValue), c => c.TestImages, (c, v) => c with { TestImages = (int)v }),
        new Setting<RbmConfig, long>("imageHeight", null, "imageHeight", new WholeKind(0, int.MaxValue), c => c.Height, (c, v) => c with { Height = (int)v }) { IsRemark = true },
        new Setting<RbmConfig, long>("imageWidth", null, "imageWidth", new WholeKind(0, int.MaxValue), c => c.Width, (c, v) => c with { Width = (int)v }) { IsRemark = true },
        new Setting<RbmConfig, long>("imageChannels", null, "imageChannels", new WholeKind(0, int.MaxValue), c => c.Channels, (c, v) => c with { Channels = (int)v }) { IsRemark = true },
        new Setting<RbmConfig, long>("hidden", "Hidden units; up to 20 the likelihood is exact.", "hidden", new WholeKind(1, 100_000), c => c.Hidden, (c, v) => c with { Hidden = v }),
        new Setting<RbmConfig, long>("cd", "Gibbs steps for each gradient.", "gibbsSteps", new WholeKind(1, 10_000), c => c.GibbsSteps, (c, v) => c with { GibbsSteps = v }),
        new Setting<RbmConfig, long?>("chains", "Whether chains go on from step to step, or begin at the batch.", "chains",
            new WordsKind<long?>(new OptionalKind<long, long?>(new WholeKind(1, 1_000_000)), ("persistent", DefaultChains), ("batch", null)), c => c.Chains, (c, v) => c with { Chains = (int?)v }),
        new Setting<RbmConfig, bool>("gradient", "Whether the units' means are subtracted.", "centered", new WordsKind<bool>(new FlagKind(), ("centered", true), ("plain", false)), c => c.Centered, (c, v) => c with { Centered = v }),
        new Setting<RbmConfig, long>("epochs", "Passes over the training images.", "epochs", new WholeKind(1, 100_000), c => c.Epochs, (c, v) => c with { Epochs = v }),
        Setting.File<RbmConfig, long>("batchSize", new WholeKind(1, 65_536), c => c.BatchSize, (c, v) => c with { BatchSize = (int)v }),
        Setting.Recipe<RbmConfig>(c => c.Recipe, (c, v) => c with { Recipe = v }),
        new Setting<RbmConfig, double?>("learning-rate", "The learning rate at its highest.", "learningRate", new OptionalKind<double, double?>(new RealKind(1e-9, 10)), c => c.LearningRate, (c, v) => c with { LearningRate = v })
        { Default = $"{DefaultRate}, published {PublishedRate}" },
        new Setting<RbmConfig, Binarization>("binarize", "A pixel is on where it is more than half white, or as likely as it is white: drawn once, or anew at every pass.", "binarize",
            DigitsKinds.BlackAndWhite, c => c.Binarize, (c, v) => c with { Binarize = v }),
        new Setting<RbmConfig, long?>("patience", "Stop when the free-energy gap was too large for N epochs.", "patience", new OptionalKind<long, long?>(new WholeKind(1, 100_000)), c => c.Patience, (c, v) => c with { Patience = v }),
        new Setting<RbmConfig, long>("annealing", "Steps of the estimate of log Z above 20 hidden units.", "annealingSteps", new WholeKind(1, 10_000_000), c => c.AnnealingSteps, (c, v) => c with { AnnealingSteps = v }));

    /// <summary>Where the digits come from.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Images learnt from.</summary>
    public int TrainingImages { get; init; }

    /// <summary>Training images kept out to watch their free energy; 0 without early stopping.</summary>
    public int HeldOutImages { get; init; }

    public int TestImages { get; init; }

    /// <summary>The height of an image; 0 if an earlier version wrote the run.</summary>
    public int Height { get; init; }

    /// <summary>The width of an image; 0 if an earlier version wrote the run.</summary>
    public int Width { get; init; }

    /// <summary>The channels of an image; 0 if an earlier version wrote the run.</summary>
    public int Channels { get; init; }

    public long Hidden { get; init; } = 16;

    /// <summary>k of CD-k.</summary>
    public long GibbsSteps { get; init; } = 1;

    /// <summary>Persistent chains; null where chains begin at the batch.</summary>
    public int? Chains { get; init; } = DefaultChains;

    public bool Centered { get; init; } = true;
    public long Epochs { get; init; } = 50;
    public int BatchSize { get; init; } = 100;

    /// <summary>The learning rate of the default falls to 0 along a cosine; the published one is constant.</summary>
    public Recipe Recipe { get; init; }

    /// <summary>At its highest; null leaves it to the recipe.</summary>
    public double? LearningRate { get; init; }

    public Binarization Binarize { get; init; } = new ThresholdPixels();

    /// <summary>Epochs with too large a free-energy gap that end training; null trains to the end.</summary>
    public long? Patience { get; init; }

    /// <summary>Steps of the estimate of log Z, where it cannot be summed.</summary>
    public long AnnealingSteps { get; init; } = 10_000;
}
