namespace Ansatz.Studies.Digits;

/// <summary>What was measured of an autoencoder of images: its <c>metrics.json</c>, and what <c>--json</c> prints. A number that could not be measured is null.</summary>
/// <param name="ParametersSha256">The hash of all parameters, after training.</param>
/// <param name="SelectedOn">Which set chose the weights.</param>
/// <param name="Validation">On the test images, which were not used for any choice.</param>
/// <param name="ActiveUnits">Latent dimensions whose posterior mean varies by more than 0.01 over the images.</param>
/// <param name="KlByDimension">Nats each latent dimension carries.</param>
/// <param name="LogLikelihood">By importance weighting, where it was asked for.</param>
/// <param name="Anomaly">Where a class was left out of training.</param>
/// <param name="Epochs">Epochs trained.</param>
internal sealed record AutoencoderMetrics(
    string Study, string Data, string Recipe, long Seed, long Parameters, string ParametersSha256, string SelectedOn, ImageValidationMetrics Validation, int ActiveUnits,
    IReadOnlyList<double> KlByDimension, LogLikelihoodMetrics? LogLikelihood, AnomalyMetrics? Anomaly, AutoencoderSeconds Seconds, TrainingSpeed ImagesPerSecond, int Epochs,
    long PeakMemoryBytes);

/// <summary>Means over the test images, in nats per image; total = reconstruction + β·KL, or the importance-weighted bound where that was trained.</summary>
/// <param name="Quantity">What the reconstruction is.</param>
/// <param name="Constant">The part of −log p(x|z) that no weight can change, in nats; the reconstruction leaves it out.</param>
/// <param name="EntropyFloor">The least cross-entropy of gray pixels; null for other likelihoods.</param>
/// <param name="KlEstimator">How the divergence was found: closed form, or an estimate.</param>
internal sealed record ImageValidationMetrics(
    double Total, double Reconstruction, double Kl, double Beta, string Quantity, double Constant, double? EntropyFloor, string KlEstimator);

/// <param name="Nll">−log p(x), the mean over the test images.</param>
/// <param name="StandardError">The standard error of that mean over the images.</param>
/// <param name="MonteCarloError">The standard error of that mean over the draws.</param>
/// <param name="Samples">Draws per image.</param>
/// <param name="Ess">The effective number of draws, the median over the images.</param>
/// <param name="ParetoK">The shape k̂ of the tail of the weights, the median over the images; null if it is not known or infinite.</param>
/// <param name="UnreliableShare">The share of images whose k̂ is too high, or not known.</param>
/// <param name="Warning">Why the estimate may mislead; null if nothing is known against it.</param>
internal sealed record LogLikelihoodMetrics(double Nll, double StandardError, double MonteCarloError, long Samples, double Ess, double ParetoK, double UnreliableShare, string? Warning)
{
    public static LogLikelihoodMetrics Of(LikelihoodEstimate estimate, long samples) => new(-estimate.Mean, estimate.StandardError, estimate.MonteCarloError, samples,
        estimate.MedianEffectiveSampleSize, estimate.MedianParetoK, estimate.UnreliableShare, estimate.Warning);
}

/// <summary>How well the anomaly separates the class that training did not see.</summary>
/// <param name="Area">Under the ROC curve of the left-out class against all others.</param>
internal sealed record AnomalyMetrics(long LeftOut, double Area);

/// <param name="Train">Training steps only.</param>
/// <param name="Total">From start to end.</param>
internal sealed record AutoencoderSeconds(double Train, double Evaluate, double Figures, double Total)
{
    /// <summary>Validation between epochs and checkpoints.</summary>
    [JsonIgnore]
    public double Other => Math.Max(0, Total - Train - Evaluate - Figures);
}

internal sealed record TrainingSpeed(double Train);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(AutoencoderMetrics))]
internal sealed partial class AutoencoderJson : JsonSerializerContext;
