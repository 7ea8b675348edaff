namespace Ansatz.Explorer;

/// <summary>A run as a page: its files, its panels and their endpoints. While the run is in training, its losses are its only panel; the others appear when it has finished.</summary>
internal sealed class Site
{
    private readonly string folder;
    private readonly string? cache;
    private readonly Lock opening = new();
    private volatile Content content;

    /// <param name="folder">The run's folder.</param>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <exception cref="InvalidDataException">The folder holds no run, or a file of it is damaged.</exception>
    public Site(string folder, string? cache)
    {
        (this.folder, this.cache) = (folder, cache);
        content = Open();
    }

    /// <summary>The endpoint at a path, or null.</summary>
    public Endpoint? Find(string path) => content.Endpoints.GetValueOrDefault(path);

    private Content Open()
    {
        // The metrics come last.
        var isFinished = File.Exists(Path.Combine(folder, RunFiles.Metrics));
        var panels = PanelTable.Of(folder, isFinished, cache, new SilentConsole("", CancellationToken.None));
        var word = RunFiles.ReadText(folder, RunFiles.Config, "study");
        var document = Answer.Json(new RunDocument(Path.GetFullPath(folder), word, isFinished, [.. panels.Select(p => new PanelDocument(p.Name, p.Title))]), SiteJson.Default.RunDocument);
        Endpoint[] own = [new("run", _ => Run(document)), new("state", _ => Answer.Json(new StateDocument(File.Exists(Path.Combine(folder, RunFiles.Metrics))), SiteJson.Default.StateDocument))];
        return new Content(isFinished, document, Assets.Endpoints().Concat(own).Concat(panels.SelectMany(p => p.Endpoints)).ToDictionary(e => e.Path, StringComparer.Ordinal));
    }

    // The page asks for the run when it is loaded: a training may have ended since the last time.
    private Answer Run(Answer document)
    {
        lock (opening)
        {
            if (content.IsFinished || !File.Exists(Path.Combine(folder, RunFiles.Metrics))) return document;
            content = Open();
            return content.Document;
        }
    }

    private sealed record Content(bool IsFinished, Answer Document, IReadOnlyDictionary<string, Endpoint> Endpoints);
}

/// <summary>What the page is about.</summary>
/// <param name="Study">The words that made the run, such as “contours” or “train flow”.</param>
internal sealed record RunDocument(string Folder, string Study, bool IsFinished, IReadOnlyList<PanelDocument> Panels);

/// <summary>A panel: its script is NAME.js.</summary>
internal sealed record PanelDocument(string Name, string Title);

/// <summary>Whether the run has finished by now.</summary>
internal sealed record StateDocument(bool IsFinished);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(StateDocument))]
internal sealed partial class SiteJson : JsonSerializerContext;
