namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz data list</c>: the public data sets that have a name here, and which of them are at hand.</summary>
internal sealed class DataListCommand : RunnableCommand
{
    private readonly Option<string?> cache = CacheOption.Create();

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
