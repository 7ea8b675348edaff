namespace Ansatz.Cli.Commands;

/// <summary>What a command on a run prints that leaves a file.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="File">What was written.</param>
/// <param name="Images">How many images went into it.</param>
internal sealed record FileResult(string Run, string File, int Images);

/// <summary>What <c>evaluate</c> prints; numbers are means an image, in nats.</summary>
/// <param name="Quantity">What the reconstruction is.</param>
internal sealed record EvaluateResult(string Run, int Images, double Total, double Reconstruction, double Kl, double Beta, string Quantity, int ActiveUnits, IReadOnlyList<double> KlByDimension, LogLikelihoodMetrics? LogLikelihood);

/// <summary>What <c>score</c> prints about the anomalies of images, in nats.</summary>
/// <param name="Quantile95">What 95 % of the anomalies do not exceed.</param>
/// <param name="Area">The area under the ROC curve of the class asked for against the others; null if none was.</param>
internal sealed record ScoreResult(string Run, string? File, int Images, double Mean, double Median, double Quantile95, double? Area);

/// <summary>What <c>denoise</c> prints: mean squared differences from the undamaged images, a pixel value.</summary>
internal sealed record DenoiseResult(string Run, string File, int Images, string Noise, double DamagedError, double CleanedError);

/// <summary>What <c>inspect</c> prints.</summary>
/// <param name="Settings">Each setting of the run by its name, as users type it.</param>
internal sealed record InspectResult(string Run, string Study, string Architecture, long Parameters, string ParametersSha256, int Latent, IReadOnlyList<int> Image, string Likelihood, int ClassCount, double? ClipNorm, string? From,
    IReadOnlyDictionary<string, string> Settings);

/// <summary>What <c>export</c> prints.</summary>
/// <param name="Files">What was written.</param>
internal sealed record ExportResult(string Run, IReadOnlyList<string> Files);

/// <summary>What <c>import</c> prints.</summary>
/// <param name="Run">The folder of the new run.</param>
internal sealed record ImportResult(string Run, string File, long Parameters, string ParametersSha256);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(EvaluateResult))]
[JsonSerializable(typeof(ScoreResult))]
[JsonSerializable(typeof(DenoiseResult))]
[JsonSerializable(typeof(InspectResult))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(ImportResult))]
internal sealed partial class RunJson : JsonSerializerContext;
