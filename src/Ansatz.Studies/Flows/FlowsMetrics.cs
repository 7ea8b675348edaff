namespace Ansatz.Studies.Flows;

/// <summary>What the study of flows found: its <c>metrics.json</c>, and what <c>--json</c> prints.</summary>
/// <param name="Rows">Toy by toy, and in each family by family.</param>
/// <param name="FarNaNs">Scores that are no number, of all flows together, on points up to 10,000 away.</param>
/// <param name="ParametersSha256">The hash of all flows' weights in the order of the rows.</param>
/// <param name="Epochs">Passes over the points of training: one, since each is fresh.</param>
/// <param name="Steps">Steps of training for each flow.</param>
internal sealed record FlowsMetrics(
    string Study, long Seed, IReadOnlyList<FlowsRow> Rows, int FarNaNs, string ParametersSha256, FlowsSeconds Seconds, int Epochs, long Steps);

/// <summary>One flow, trained on one toy and measured on fresh points; nats throughout.</summary>
/// <param name="Kl">KL(true ‖ model), the mean of log p(x) − log q(x).</param>
/// <param name="StandardError">The standard error of that mean.</param>
/// <param name="Nll">The mean of −log q(x).</param>
/// <param name="Entropy">The mean of −log p(x) on the same points.</param>
/// <param name="RoundTrip">The largest ‖x′ − x‖∞ / max(1, ‖x‖∞) where x′ is x brought to the noise and back.</param>
internal sealed record FlowsRow(string Toy, string Family, double Kl, double StandardError, double Nll, double Entropy, double RoundTrip, FlowsRowSeconds Seconds);

/// <param name="Train">The steps of training.</param>
/// <param name="Inverse">All points of the measure from the noise to the data, the way that maximum likelihood does not take.</param>
internal sealed record FlowsRowSeconds(double Train, double Inverse);

internal sealed record FlowsSeconds(double Train, double Measure, double Figures, double Total);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(FlowsMetrics))]
internal sealed partial class FlowsJson : JsonSerializerContext;
