namespace Ansatz.Studies.Contours;

/// <summary>How the contour study trains one of its two networks.</summary>
internal static class ContoursRecipe
{
    private const int BatchSize = 32;
    private const double FinalBeta = ContourNetworks.PublishedBeta;

    /// <summary>A configuration with the schedules that its network, recipe and epochs have.</summary>
    public static ContoursConfig Resolved(ContoursConfig config)
    {
        config = config with { Study = ContoursStudy.Word, BatchSize = BatchSize, Ansatz = Product.Version };
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
