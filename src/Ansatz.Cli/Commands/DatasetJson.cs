namespace Ansatz.Cli.Commands;

/// <summary>What <c>data get --json</c> prints: where the files are and what was checked.</summary>
/// <param name="Source">Where they came from now; "cache" where they were there already.</param>
internal sealed record DatasetResult(string Name, string Folder, string Source, IReadOnlyList<DatasetFileResult> Files);

internal sealed record DatasetFileResult(string Name, string Md5);

/// <summary>A row of what <c>data list --json</c> prints.</summary>
/// <param name="Folder">Where its checked files are, or null.</param>
internal sealed record DatasetListing(string Name, string Title, string? Folder);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DatasetResult))]
[JsonSerializable(typeof(DatasetListing[]))]
internal sealed partial class DatasetJson : JsonSerializerContext;
