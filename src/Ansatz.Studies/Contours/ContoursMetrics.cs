namespace Ansatz.Studies.Contours;

/// <summary>What the contour study measured: its <c>metrics.json</c>, and what <c>--json</c> prints. A number that could not be measured is null.</summary>
/// <param name="ParametersSha256">The hash of all parameters and moving statistics, after the best weights are restored.</param>
/// <param name="SelectedOn">Which set chose the weights.</param>
/// <param name="ActiveUnits">Latent dimensions whose posterior mean varies by more than 0.01 over the images.</param>
/// <param name="Epochs">Epochs trained.</param>
internal sealed record ContoursMetrics(
    string Study, long Seed, long Parameters, string ParametersSha256, string SelectedOn, ValidationMetrics Validation, FrechetMetrics Frechet,
    FactorRecoveryMetrics FactorRecovery, ManifoldMetrics Manifold, int ActiveUnits, StageSeconds Seconds, StageSpeeds ImagesPerSecond, int Epochs,
    long PeakMemoryBytes);

/// <summary>Means an image over the validation set, in nats; total = reconstruction + β·KL.</summary>
/// <param name="EntropyFloor">The least reconstruction any model can reach: the gray pixels' own entropy.</param>
/// <param name="KlEstimator">How the divergence was found: closed form, or an estimate.</param>
internal sealed record ValidationMetrics(double Total, double Reconstruction, double Kl, double EntropyFloor, string KlEstimator);

/// <summary>Squared Fréchet distance of the encoder's means of decoded prior samples from those of validation images.</summary>
/// <param name="NoiseFloor">The same between disjoint sets of real images, of the same size.</param>
internal sealed record FrechetMetrics(double EncoderMean, double NoiseFloor, int Samples);

/// <summary>R² of the image's factors by 10-nearest-neighbour regression from the encoder's means.</summary>
internal sealed record FactorRecoveryMetrics(double CosTheta, double SinTheta, double A);

/// <summary>Distances from the true manifold of contour images, in 1/255: medians, and what 95 % do not exceed.</summary>
/// <param name="SampleResidual">The median of decoded prior samples.</param>
/// <param name="ReconstructionResidual">The median of reconstructions.</param>
/// <param name="RealResidual">The median of validation images themselves: what the search leaves where the truth is 0.</param>
/// <param name="ThetaKs">Kolmogorov–Smirnov distance of the samples' θ from U[0, 2π).</param>
/// <param name="AKs">The same of a from N(3, 1).</param>
/// <param name="KsBound95">What true draws exceed with a probability of 5 %.</param>
internal sealed record ManifoldMetrics(
    double SampleResidual, double SampleResidual95, double ReconstructionResidual, double ReconstructionResidual95,
    double RealResidual, double RealResidual95, double ThetaKs, double AKs, double KsBound95);

/// <param name="Train">Training steps only.</param>
/// <param name="Total">From start to end.</param>
internal sealed record StageSeconds(double Synthesize, double Train, double Evaluate, double Figures, double Total)
{
    /// <summary>Validation between epochs and checkpoints.</summary>
    [JsonIgnore]
    public double Other => Math.Max(0, Total - Synthesize - Train - Evaluate - Figures);
}

internal sealed record StageSpeeds(double Synthesize, double Train);

/// <summary>What <c>data contours --json</c> prints.</summary>
internal sealed record ContoursResult(string File, int Images, double Seconds, double ImagesPerSecond);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(ContoursMetrics))]
[JsonSerializable(typeof(ContoursResult))]
[JsonSerializable(typeof(ContourNetwork))]
internal sealed partial class ContoursJson : JsonSerializerContext;
