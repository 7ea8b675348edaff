namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz data get</c>: a public data set, checked and kept for the studies.</summary>
internal sealed class DataGetCommand : RunnableCommand
{
    private readonly Argument<string> name = new("NAME") { Description = string.Join(", ", KnownDatasets.All.Select(d => d.Name)) };
    private readonly Option<string?> cache = SettingOptions.Create(SettingOption.Cache);

    public DataGetCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(this.name);
        Take(cache);
    }

    public override IReadOnlyList<string> Examples => ["ansatz data get mnist", "ansatz data get fashion-mnist --cache data"];

    public override void Run(Call call)
    {
        var (given, known) = (call.Value(name), KnownDatasets.All.Select(d => d.Name));
        var dataset = KnownDatasets.Find(given) ?? throw new UsageException($"unknown data set '{given}'; expected {string.Join(", ", known)}{Spelling.Suggestion(given, known)}");
        var store = DatasetCache.At(call.Value(cache));
        var source = store.Ensure(dataset, call.Note, call.Cancellation);
        var folder = store.FolderOf(dataset);
        var result = new DatasetResult(dataset.Name, folder, source ?? "cache", [.. dataset.Files.Select(f => new DatasetFileResult(f.Name, f.Md5))]);
        call.Result(result, DatasetJson.Default.DatasetResult, writer =>
            writer.WriteLine($"{folder}: {dataset.Title}; {dataset.Files.Count} files, MD5 as expected{(source is null ? "" : $"; from {source}")}"));
    }
}

/// <summary><c>ansatz data list</c>: the public data sets that have a name here, and which of them are at hand.</summary>
internal sealed class DataListCommand : RunnableCommand
{
    private readonly Option<string?> cache = SettingOptions.Create(SettingOption.Cache);

    public DataListCommand(string name, string description) : base(name, description) => Take(cache);

    public override void Run(Call call)
    {
        var store = DatasetCache.At(call.Value(cache));
        DatasetListing[] rows = [.. KnownDatasets.All.Select(d => new DatasetListing(d.Name, d.Title, store.Holds(d) ? store.FolderOf(d) : null))];
        call.Result(rows, DatasetJson.Default.DatasetListingArray, writer =>
        {
            foreach (var row in rows) writer.WriteLine($"{row.Name,-14} {row.Title}; {row.Folder ?? "not here yet"}");
        });
    }
}

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
