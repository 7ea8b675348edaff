using System.Text.Json.Serialization;
using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Contours;
using Ansatz.Studies.TwoGaussians;

namespace Ansatz.Studies.Runs;

/// <summary>What <c>data contours --json</c> prints.</summary>
internal sealed record ContoursResult(string File, int Images, double Seconds, double ImagesPerSecond);

/// <summary>The documents that commands write, with their serializers made at build time: start-up pays for no reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(ContoursResult))]
[JsonSerializable(typeof(ContoursConfig))]
[JsonSerializable(typeof(ContoursMetrics))]
[JsonSerializable(typeof(TwoGaussiansConfig))]
[JsonSerializable(typeof(TwoGaussiansMetrics))]
[JsonSerializable(typeof(RbmConfig))]
[JsonSerializable(typeof(RbmMetrics))]
internal sealed partial class ResultJson : JsonSerializerContext;
