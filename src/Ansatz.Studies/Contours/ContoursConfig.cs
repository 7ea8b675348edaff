namespace Ansatz.Studies.Contours;

/// <summary>The contour study's <c>config.json</c>: everything its weights depend on.</summary>
internal sealed record ContoursConfig : StudyConfig
{
    private const int MostImages = 500_000, MostEpochs = 10_000;
    private const double MostBeta2 = 1 - 1e-9;

    /// <summary>The settings, one row each.</summary>
    public static SettingTable<ContoursConfig> Settings { get; } = new(new ContoursConfig(),
        new Setting<ContoursConfig, ContourNetwork>("network", "The small network, or the published one.", "network", new ChoiceKind<ContourNetwork>(ContoursJson.Default.ContourNetwork), c => c.Network, (c, v) => c with { Network = v }),
        PriorSettings.Prior<ContoursConfig>("prior", c => c.Prior, (c, v) => c with { Prior = v }),
        PriorSettings.Fit<ContoursConfig>(c => c.PriorFit, (c, v) => c with { PriorFit = v }),
        Setting.Recipe<ContoursConfig>(c => c.Recipe, (c, v) => c with { Recipe = v }),
        new Setting<ContoursConfig, long>("images", "Images to draw; four fifths of them train.", "images", new WholeKind(1, MostImages), c => c.Images, (c, v) => c with { Images = v }),
        new Setting<ContoursConfig, long>("epochs", "Passes over the training images.", "epochs", new WholeKind(1, MostEpochs), c => c.Epochs, (c, v) => c with { Epochs = v }) { Default = "10; of the published recipe and the paper's network 20" },
        Setting.File<ContoursConfig, bool>("waves", new FlagKind(), c => c.HasWaves, (c, v) => c with { HasWaves = v }),
        Setting.File<ContoursConfig, double?>("peakRate", new OptionalKind<double, double?>(new RealKind(1e-9, 1)), c => c.PeakRate, (c, v) => c with { PeakRate = v }),
        Setting.File<ContoursConfig, double?>("warmUp", new OptionalKind<double, double?>(new RealKind(1e-9, MostEpochs)), c => c.WarmUp, (c, v) => c with { WarmUp = v }),
        Setting.File<ContoursConfig, double>("beta2", new RealKind(0, MostBeta2), c => c.Beta2, (c, v) => c with { Beta2 = v }),
        Setting.File<ContoursConfig, double?>("clipNorm", new OptionalKind<double, double?>(new RealKind(1e-9, 1e9)), c => c.ClipNorm, (c, v) => c with { ClipNorm = v }),
        Setting.File<ContoursConfig, long>("batchSize", new WholeKind(1, MostImages), c => c.BatchSize, (c, v) => c with { BatchSize = (int)v }),
        Setting.File<ContoursConfig, Schedule>("learningRate", new ScheduleKind(), c => c.LearningRate, (c, v) => c with { LearningRate = v }, followsEpochs: true),
        Setting.File<ContoursConfig, Schedule>("beta", new ScheduleKind(), c => c.Beta, (c, v) => c with { Beta = v }, followsEpochs: true),
        Setting.File<ContoursConfig, long>("patience", new WholeKind(1, MostEpochs), c => c.Patience, (c, v) => c with { Patience = (int)v }, followsEpochs: true));

    public ContourNetwork Network { get; init; } = new CompactNetwork();
    public Prior Prior { get; init; } = Prior.Normal;

    /// <summary>When a prior that is not the standard normal learns.</summary>
    public PriorFitting PriorFit { get; init; } = PriorFitting.After;

    public Recipe Recipe { get; init; }

    /// <summary>Images drawn, of which four fifths train.</summary>
    public long Images { get; init; } = 20_000;

    /// <summary>Passes over the training images; 0 leaves them to the recipe.</summary>
    public long Epochs { get; init; }

    /// <summary>Whether the decoder of the small network starts with waves. Files of version 0.1 leave it out: there it starts with rectifiers.</summary>
    public bool HasWaves { get; init; }

    /// <summary>The highest learning rate of the default recipe. Null, as in files of version 0.1, means that version's rate.</summary>
    public double? PeakRate { get; init; }

    /// <summary>Epochs in which the default recipe raises the learning rate. Null, as in files of version 0.1, means those in which β falls.</summary>
    public double? WarmUp { get; init; }

    /// <summary>Adam's β₂. Files of version 0.1 leave it out.</summary>
    public double Beta2 { get; init; } = ContoursRecipe.PublishedBeta2;

    /// <summary>The largest norm of a step's gradients, all weights together. Null, as in files of version 0.1, means no limit.</summary>
    public double? ClipNorm { get; init; }

    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's, by epochs.</summary>
    public Schedule LearningRate { get; init; } = 1e-4;

    /// <summary>The weight of the divergence, by epochs.</summary>
    public Schedule Beta { get; init; } = ContourNetworks.PublishedBeta;

    /// <summary>Epochs without improvement before training ends; the best weights are kept either way.</summary>
    public int Patience { get; init; } = 3;
}

/// <summary>How the contour study trains one of its two networks.</summary>
internal static class ContoursRecipe
{
    /// <summary>Adam's β₂ in the published study.</summary>
    public const double PublishedBeta2 = 0.999;

    private const int BatchSize = 32;
    private const double FinalBeta = ContourNetworks.PublishedBeta;

    /// <summary>The configuration that a new run starts from.</summary>
    /// <remarks>
    /// Images with a large a lie at the inner rim of the ring, and their gradients are several times as large as the others. With β₂ = 0.999 Adam remembers each of them for two
    /// epochs and takes smaller steps meanwhile. With 0.95 it remembers them for twenty steps.
    /// </remarks>
    public static ContoursConfig Standard { get; } = ContoursConfig.Settings.Standard with { HasWaves = true, PeakRate = 5e-3, WarmUp = 0.5, Beta2 = 0.95 };

    /// <summary>A configuration with the schedules that its network, recipe and epochs have.</summary>
    public static ContoursConfig Resolved(ContoursConfig config)
    {
        config = config with { BatchSize = BatchSize };
        return config is { Network: CompactNetwork, Recipe: Recipe.Default } ? Unfolding(config) : Published(config);
    }

    private static ContoursConfig Published(ContoursConfig config) => config with
    {
        Epochs = Epochs(config, 20),
        HasWaves = false,
        PeakRate = null,
        WarmUp = null,
        Beta2 = PublishedBeta2,
        ClipNorm = null,
        LearningRate = 1e-4,
        Beta = FinalBeta,
        Patience = 3,
    };

    // β falls from far above, so the posterior first finds the ring's two main directions, with little noise, and unfolds from there instead of pinching.
    // The learning rate must be high by then: if it rises as slowly as β falls, the first plane is still the encoder's random one, and part of the ring may stay folded.
    private static ContoursConfig Unfolding(ContoursConfig config)
    {
        const double FirstBeta = 60, FirstPeakRate = 3e-3;
        var epochs = Epochs(config, 10);
        var unfolding = Math.Min(2, epochs / 4.0);
        var warmUp = Math.Min(config.WarmUp ?? unfolding, unfolding);
        return config with
        {
            Epochs = epochs,
            LearningRate = new WarmUpSchedule(warmUp, new CosineSchedule(config.PeakRate ?? FirstPeakRate, epochs - warmUp)),
            Beta = new ExponentialSchedule(FirstBeta, FinalBeta, unfolding),
            Patience = (int)epochs,
        };
    }

    private static long Epochs(ContoursConfig config, long standard) => config.Epochs == 0 ? standard : config.Epochs;
}
