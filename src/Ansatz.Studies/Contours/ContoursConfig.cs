namespace Ansatz.Studies.Contours;

/// <summary>The contour study's <c>config.json</c>: everything its weights depend on.</summary>
internal sealed record ContoursConfig : StudyConfig
{
    private const int MostImages = 500_000, MostEpochs = 10_000;

    /// <summary>The settings, one row each.</summary>
    public static SettingTable<ContoursConfig> Settings { get; } = new(new ContoursConfig(),
        new Setting<ContoursConfig, ContourNetwork>("network", "The small network, or the published one.", "network", new ChoiceKind<ContourNetwork>(ContoursJson.Default.ContourNetwork), c => c.Network, (c, v) => c with { Network = v }),
        PriorSettings.Prior<ContoursConfig>("prior", c => c.Prior, (c, v) => c with { Prior = v }),
        PriorSettings.Fit<ContoursConfig>(c => c.PriorFit, (c, v) => c with { PriorFit = v }),
        Setting.Recipe<ContoursConfig>(c => c.Recipe, (c, v) => c with { Recipe = v }),
        new Setting<ContoursConfig, long>("images", "Images to draw; four fifths of them train.", "images", new WholeKind(1, MostImages), c => c.Images, (c, v) => c with { Images = v }),
        new Setting<ContoursConfig, long>("epochs", "Passes over the training images.", "epochs", new WholeKind(1, MostEpochs), c => c.Epochs, (c, v) => c with { Epochs = v }) { Default = "10; of the published recipe and the paper's network 20" },
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
    private const int BatchSize = 32;
    private const double FinalBeta = ContourNetworks.PublishedBeta;

    /// <summary>A configuration with the schedules that its network, recipe and epochs have.</summary>
    public static ContoursConfig Resolved(ContoursConfig config)
    {
        config = config with { BatchSize = BatchSize };
        return config is { Network: CompactNetwork, Recipe: Recipe.Default } ? Unfolding(config) : Published(config);
    }

    private static ContoursConfig Published(ContoursConfig config) => config with { Epochs = Epochs(config, 20), LearningRate = 1e-4, Beta = FinalBeta, Patience = 3 };

    // β falls from far above while the learning rate rises from 0: the posterior first finds the ring's two main directions, with little noise, and
    // unfolds from there instead of pinching.
    private static ContoursConfig Unfolding(ContoursConfig config)
    {
        const double FirstBeta = 60, PeakRate = 3e-3;
        var epochs = Epochs(config, 10);
        var unfolding = Math.Min(2, epochs / 4.0);
        return config with
        {
            Epochs = epochs,
            LearningRate = new WarmUpSchedule(unfolding, new CosineSchedule(PeakRate, epochs - unfolding)),
            Beta = new ExponentialSchedule(FirstBeta, FinalBeta, unfolding),
            Patience = (int)epochs,
        };
    }

    private static long Epochs(ContoursConfig config, long standard) => config.Epochs == 0 ? standard : config.Epochs;
}
