namespace Ansatz.Studies.TwoGaussians;

/// <summary>What the study of two Gaussians found: its <c>metrics.json</c>, and what <c>--json</c> prints. Components are ordered by mean.</summary>
/// <param name="Truth">What the samples were drawn from, before they were rounded.</param>
/// <param name="Gradient">What maximizing the likelihood by gradient found.</param>
/// <param name="Em">What expectation-maximization found on the same samples.</param>
/// <param name="StandardErrors">The standard errors of estimates that know each sample's component.</param>
/// <param name="ByComponents">Fits by expectation-maximization with one component and more, to choose their number by; without those where a component shrinks to a point.</param>
/// <param name="LargestDifference">The largest difference of φ, μ and σ between the two ways.</param>
/// <param name="ParametersSha256">The hash of the parameters learnt by gradient.</param>
/// <param name="Epochs">Steps by gradient, each on all training samples.</param>
internal sealed record TwoGaussiansMetrics(
    string Study, long Seed, TwoGaussiansNumbers Truth, TwoGaussiansNumbers Gradient, TwoGaussiansNumbers Em, TwoGaussiansErrors StandardErrors,
    IReadOnlyList<ComponentCriteria> ByComponents, double LargestDifference, TestLogLikelihoods TestLogLikelihood, string ParametersSha256, TwoGaussiansSeconds Seconds, int Epochs, int EmSteps);

/// <summary>A mixture of two Gaussians.</summary>
/// <param name="Phi">The probability of component 1.</param>
/// <param name="LogLikelihood">∑ log p of the training samples, in nats.</param>
internal sealed record TwoGaussiansNumbers(double Phi, double Mu0, double Sigma0, double Mu1, double Sigma1, double LogLikelihood);

internal sealed record TwoGaussiansErrors(double Phi, double Mu0, double Sigma0, double Mu1, double Sigma1);

/// <summary>What speaks for a number of components: the smaller, the better.</summary>
/// <param name="LogLikelihood">∑ log p of the training samples, in nats.</param>
/// <param name="Bic">Parameters · ln N − 2 · log-likelihood.</param>
/// <param name="Aic">2 · parameters − 2 · log-likelihood.</param>
internal sealed record ComponentCriteria(int Components, double LogLikelihood, double Bic, double Aic);

/// <summary>∑ log p of the test samples, in nats.</summary>
internal sealed record TestLogLikelihoods(double Truth, double Gradient, double Em);

internal sealed record TwoGaussiansSeconds(double Gradient, double Em, double Figures, double Total);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(TwoGaussiansMetrics))]
internal sealed partial class TwoGaussiansJson : JsonSerializerContext;
