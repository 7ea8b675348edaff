namespace Ansatz.Studies.Strangers;

/// <summary>What the study of strangers found: its <c>metrics.json</c>, and what <c>--json</c> prints.</summary>
/// <param name="Areas">Of each class: the area under the ROC curve of the model that never saw it.</param>
/// <param name="MeanArea">Over the classes.</param>
/// <param name="ParametersSha256">Of all models' weights, in the order of the classes.</param>
/// <param name="Epochs">Epochs each model trained.</param>
internal sealed record StrangersMetrics(
    string Study, string Data, long Seed, IReadOnlyList<ClassArea> Areas, double MeanArea, string ParametersSha256, AutoencoderSeconds Seconds, int Epochs);

/// <param name="Total">Reconstruction + β·KL of the classes that trained, nats an image.</param>
/// <param name="StrangerTotal">The same of the class that did not.</param>
internal sealed record ClassArea(int Class, string Name, double Area, double Total, double StrangerTotal);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(StrangersMetrics))]
internal sealed partial class StrangersJson : JsonSerializerContext;
