using System.Text.Json.Serialization;

namespace Ansatz.Cli.Runs;

/// <summary>What <c>data contours --json</c> prints.</summary>
internal sealed record ContoursResult(string File, int Images, double Seconds, double ImagesPerSecond);

/// <summary>The documents that commands write, with their serializers made at build time: start-up pays for no reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContoursResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
