using Ansatz.Autoencoders;
using Ansatz.Networks;

namespace Ansatz.Studies.Contours;

/// <summary>How the contour study trains one of its two networks.</summary>
/// <param name="Network">"compact" or "paper".</param>
/// <param name="EpochCount">Passes over the training images.</param>
/// <param name="BatchSize">Images a step.</param>
/// <param name="LearningRate">Adam's, by epochs.</param>
/// <param name="Beta">The weight of the divergence, by epochs.</param>
/// <param name="Patience">Epochs without improvement before training ends; the best weights are kept either way.</param>
internal sealed record ContoursRecipe(string Network, int EpochCount, int BatchSize, Schedule LearningRate, Schedule Beta, int Patience)
{
    private const double FinalBeta = ContourNetworks.PublishedBeta;

    /// <summary>The published recipe, and the default one, which states its own schedule and initialization.</summary>
    public static ContoursRecipe For(string network, string recipe, int? epochs) => (network, recipe) switch
    {
        ("compact", "default") => Compact(epochs ?? 10),
        (_, _) => new ContoursRecipe(network, epochs ?? 20, 32, 1e-4, FinalBeta, 3),
    };

    public VariationalAutoencoder Model() => Network == "paper" ? ContourNetworks.Paper(Beta) : ContourNetworks.Compact(Beta);

    // β falls from far above while the learning rate rises from 0: the posterior first finds the ring's two great directions, with little noise, and
    // unfolds from there instead of pinching.
    private static ContoursRecipe Compact(int epochs)
    {
        const double FirstBeta = 60, PeakRate = 3e-3;
        var unfolding = Math.Min(2, epochs / 4.0);
        return new("compact", epochs, 32, new WarmUpSchedule(unfolding, new CosineSchedule(PeakRate, epochs - unfolding)),
            new ExponentialSchedule(FirstBeta, FinalBeta, unfolding), epochs);
    }
}
