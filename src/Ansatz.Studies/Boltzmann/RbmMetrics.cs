namespace Ansatz.Studies.Boltzmann;

/// <summary>What the study of a Boltzmann machine found: its <c>metrics.json</c>, and what <c>--json</c> prints. All in nats.</summary>
/// <param name="Annealing">The estimates where log Z could not be summed, else null.</param>
/// <param name="FreeEnergyGap">The mean free energy of test images less that of training images.</param>
/// <param name="PseudoLogLikelihood">The mean over test images, estimated by one pixel each; no likelihood.</param>
/// <param name="ReconstructionError">The mean squared distance of test images from their means given the hidden units' means; no likelihood.</param>
/// <param name="ParametersSha256">The hash of weights and biases.</param>
internal sealed record RbmMetrics(
    string Study, long Seed, int Visible, int Hidden, RbmLikelihood LogLikelihood, double LogZ, RbmAnnealing? Annealing, double FreeEnergyGap, double PseudoLogLikelihood, double ReconstructionError,
    string ParametersSha256, RbmSeconds Seconds, double ImagesPerSecond, int Epochs, int BestEpoch);

/// <summary>Mean log-likelihood of an image.</summary>
/// <param name="Method">"exact", or "ais": with log Z estimated by annealed importance sampling.</param>
/// <param name="Low">The lower end of the bracket for the test images; the value itself if it is exact.</param>
/// <param name="High">The upper end of the bracket for the test images; the value itself if it is exact.</param>
internal sealed record RbmLikelihood(double Test, double Train, string Method, double Low, double High);

/// <summary>Estimates of the mean log-likelihood of the test images, each with its standard error.</summary>
/// <param name="Steps">Intermediate machines.</param>
/// <param name="Forward">By annealed importance sampling: too high on average.</param>
/// <param name="Reverse">By reverse annealing from test images: too low on average.</param>
/// <param name="Ess">Effective number of the forward chains.</param>
/// <param name="ParetoK">The shape k̂ of the tail of the forward chains' weights; null if it is not known or infinite.</param>
/// <param name="ReverseEss">Effective number of the chains that run back from the machine's own states, for the bracket.</param>
/// <param name="ReverseParetoK">Their k̂.</param>
/// <param name="Coverage">The probability with which the bracket holds the likelihood, at least.</param>
/// <param name="Warning">Why the numbers may mislead; null if nothing is known against them.</param>
internal sealed record RbmAnnealing(int Steps, int Chains, double Forward, double ForwardError, int Examples, double Reverse, double ReverseError,
    double Ess, double ParetoK, double ReverseEss, double ReverseParetoK, double Coverage, string? Warning);

/// <param name="Train">In training steps.</param>
internal sealed record RbmSeconds(double Train, double Evaluate, double Figures, double Total);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(RbmMetrics))]
internal sealed partial class RbmJson : JsonSerializerContext;
