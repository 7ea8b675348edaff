using System.Text.Json.Serialization;
using Ansatz.Autoencoders;
using Ansatz.Evaluation;
using Ansatz.Studies.Runs;

namespace Ansatz.Studies.Digits;

/// <summary>The <c>config.json</c> of an autoencoder of images: everything its weights depend on, with nothing left to a default.</summary>
internal sealed record AutoencoderConfig
{
    /// <summary>The study, or "train vae".</summary>
    public required string Study { get; init; }

    /// <summary>The name of a public data set, or the path of a folder or file.</summary>
    public required string Data { get; init; }

    /// <summary>The array of an archive that holds the images; null finds it by its name.</summary>
    public string? Array { get; init; }

    /// <summary>"last" or "first": where arrays have their channels.</summary>
    public string Channels { get; init; } = "last";

    /// <summary>The first so many training images, and a sixth as many test images; 0 takes all.</summary>
    public long Images { get; init; }

    /// <summary>"published" or "default": what stood where no option said otherwise.</summary>
    public required string Recipe { get; init; }

    public required AutoencoderDesign Design { get; init; }

    public long Epochs { get; init; }

    public long BatchSize { get; init; } = 128;

    /// <summary>"adam-keras" or "adam-pytorch": whose ε, and where it is added.</summary>
    public string Optimizer { get; init; } = "adam-keras";

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>"constant", or "cosine" down to 0 at the last epoch.</summary>
    public string Schedule { get; init; } = "constant";

    /// <summary>Epochs in which the learning rate first rises from 0.</summary>
    public double WarmUp { get; init; }

    /// <summary>The largest norm of a step's gradients over all weights together; null leaves them alone.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Epochs in which the weight of the divergence rises from 0.</summary>
    public double Anneal { get; init; }

    /// <summary>Nats a latent dimension that cost nothing.</summary>
    public double FreeBits { get; init; }

    /// <summary>Draws of z in the importance-weighted bound; 0 trains the evidence lower bound.</summary>
    public long Samples { get; init; }

    /// <summary>"none", "threshold", "sampled" once, or "resampled" at every pass.</summary>
    public string Binarize { get; init; } = "none";

    /// <summary>"none", or a kind of damage and how much of it: "gaussian:0.3".</summary>
    public string Noise { get; init; } = "none";

    /// <summary>The class that training does not see, or null.</summary>
    public long? LeaveOut { get; init; }

    /// <summary>The folder of the run whose weights are the first ones; null draws them.</summary>
    public string? From { get; init; }

    /// <summary>The fingerprint of those weights, so that a change of that run is noticed.</summary>
    public string? FromSha256 { get; init; }

    public long Seed { get; init; }

    /// <summary>The version that wrote it.</summary>
    public required string Ansatz { get; init; }
}

/// <summary>What was measured of an autoencoder of images: its <c>metrics.json</c>, and what <c>--json</c> prints. A number that could not be measured is null.</summary>
/// <param name="ParametersSha256">Of all parameters, after training.</param>
/// <param name="SelectedOn">Which set chose the weights.</param>
/// <param name="Validation">On the test images, which chose nothing.</param>
/// <param name="ActiveUnits">Latent dimensions whose posterior mean varies by more than 0.01 over the images.</param>
/// <param name="KlByDimension">Nats each latent dimension carries.</param>
/// <param name="LogLikelihood">By importance weighting, where it was asked for.</param>
/// <param name="Anomaly">Where a class was left out of training.</param>
/// <param name="Epochs">Epochs trained.</param>
internal sealed record AutoencoderMetrics(
    string Study, string Data, string Recipe, long Seed, long Parameters, string ParametersSha256, string SelectedOn, ImageValidationMetrics Validation, int ActiveUnits,
    IReadOnlyList<double> KlByDimension, LogLikelihoodMetrics? LogLikelihood, AnomalyMetrics? Anomaly, AutoencoderSeconds Seconds, TrainingSpeed ImagesPerSecond, int Epochs,
    long PeakMemoryBytes);

/// <summary>Means an image over the test set, in nats; total = reconstruction + β·KL, or the importance-weighted bound where that was trained.</summary>
/// <param name="Quantity">What the reconstruction is.</param>
/// <param name="Constant">Nats that belong to −log p(x|z) and that no weight can change; the reconstruction is without them.</param>
/// <param name="EntropyFloor">The least cross-entropy of gray pixels; null for other scores.</param>
/// <param name="KlEstimator">How the divergence was found: closed form, or an estimate.</param>
internal sealed record ImageValidationMetrics(
    double Total, double Reconstruction, double Kl, double Beta, string Quantity, double Constant, double? EntropyFloor, string KlEstimator);

/// <param name="Nll">−log p(x), the mean over the test images.</param>
/// <param name="StandardError">The error of that mean, as images differ.</param>
/// <param name="MonteCarloError">The error of that mean, as the draws differ.</param>
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

/// <summary>How well the score tells the class that training did not see.</summary>
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
[JsonSerializable(typeof(AutoencoderConfig))]
[JsonSerializable(typeof(AutoencoderMetrics))]
internal sealed partial class AutoencoderJson : JsonSerializerContext;
