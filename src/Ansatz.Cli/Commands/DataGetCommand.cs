namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz data get</c>: a public data set, checked and kept for the studies.</summary>
internal sealed class DataGetCommand : RunnableCommand
{
    private readonly Argument<string> name = new("NAME") { Description = string.Join(", ", KnownDatasets.All.Select(d => d.Name)) };
    private readonly Option<string?> cache = CacheOption.Create();

    public DataGetCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(this.name);
        Take(cache);
    }

    public override IReadOnlyList<string> Examples => ["ansatz data get mnist", "ansatz data get fashion-mnist --cache data"];

    public override void Run(Call call)
    {
        var dataset = KnownDatasets.Find(call.Value(name));
        var store = DatasetCache.At(call.Value(cache));
        var source = store.Ensure(dataset, call.Note, call.Cancellation);
        var folder = store.FolderOf(dataset);
        var result = new DatasetResult(dataset.Name, folder, source ?? "cache", [.. dataset.Files.Select(f => new DatasetFileResult(f.Name, f.Md5))]);
        call.Result(result, DatasetJson.Default.DatasetResult, writer =>
            writer.WriteLine($"{folder}: {dataset.Title}; {dataset.Files.Count} files, MD5 as expected{(source is null ? "" : $"; from {source}")}"));
    }
}
