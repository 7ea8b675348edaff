namespace Ansatz.Cli.Commands;

/// <summary>What <c>verify RUN --json</c> prints.</summary>
/// <param name="ParametersSha256">The hash of the weights, equal in the run and in the second training.</param>
internal sealed record VerifyRunResult(string Run, string ParametersSha256, double Seconds);

/// <summary>What <c>verify --machine --json</c> prints.</summary>
/// <param name="Hashes">Each was computed here and is the one on record.</param>
/// <param name="ThreadCounts">With how many threads each was computed.</param>
internal sealed record VerifyMachineResult(IReadOnlyList<GoldenHash> Hashes, IReadOnlyList<int> ThreadCounts, string Architecture, string Machine, double Seconds);

internal sealed record GoldenHash(string Name, string Sha256);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerifyRunResult))]
[JsonSerializable(typeof(VerifyMachineResult))]
internal sealed partial class VerifyJson : JsonSerializerContext;
