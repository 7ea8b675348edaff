namespace Ansatz.Studies.Settings;

/// <summary>All settings of a configuration, in the order of the help and of <c>config.json</c>.</summary>
/// <param name="standard">What stands where neither a file nor an option says anything.</param>
/// <param name="own">All but those of <see cref="StudyConfig"/>: the study stands before them, shards, seed and version after them.</param>
internal sealed class SettingTable<TConfig>(TConfig standard, params IReadOnlyList<Setting<TConfig>> own) where TConfig : StudyConfig
{
    private const string Epochs = "epochs";
    private const int MostShards = 4096;
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };

    private readonly IReadOnlyList<Setting<TConfig>> settings =
    [
        Setting.File<TConfig, string>("study", new TextKind("NAME"), c => c.Study, (c, v) => c with { Study = v }),
        .. own,
        new Setting<TConfig, long>("shards", "Parts of a batch whose gradients are computed alone and then added; workers divide them.", "shards", new WholeKind(1, MostShards), c => c.Shards, (c, v) => c with { Shards = v }),
        new Setting<TConfig, long>("seed", "Where all randomness comes from.", "seed", new WholeKind(0, long.MaxValue), c => c.Seed, (c, v) => c with { Seed = v }),
        new Setting<TConfig, string>("version", null, "ansatz", new TextKind("VERSION"), c => c.Ansatz, (c, v) => c with { Ansatz = v }) { IsRemark = true },
    ];

    public TConfig Standard => standard;

    /// <summary>Those that users may give as options.</summary>
    public IEnumerable<SettingOption> Options(TConfig shown) => settings.Where(s => s.Help is not null).Select(s => new SettingOption(
        s.Name, s.NamesWords ? $"{s.Help} {string.Join(", ", s.Words.SkipLast(1))} or {s.Words[^1]}." : s.Help!, s.Form, s.Default ?? s.Show(shown), s.Words, text => s.Parse(standard, text)));

    /// <summary>A configuration with what the options change in it.</summary>
    /// <param name="config">What stands where they are not given.</param>
    /// <param name="given">The texts of the options that were given, by name; those of other things are passed over.</param>
    public TConfig Apply(TConfig config, IReadOnlyDictionary<string, string> given) =>
        settings.Where(s => given.ContainsKey(s.Name)).Aggregate(config, (c, s) => s.Parse(c, given[s.Name]));

    /// <summary>Name and value of each setting, as <c>inspect</c> and reports show them.</summary>
    public IReadOnlyList<(string Name, string Value)> Rows(TConfig config) => [.. settings.Where(s => !s.IsRemark).Select(s => (s.Name.Replace('-', ' '), s.Show(config)))];

    /// <summary>The text of <c>config.json</c>.</summary>
    public string Write(TConfig config)
    {
        var root = new JsonObject();
        foreach (var setting in settings)
        {
            var path = setting.Key.Split('.');
            var place = root;
            foreach (var part in path[..^1]) place = (place[part] ??= new JsonObject()).AsObject();
            place[path[^1]] = setting.Write(config);
        }
        return root.ToJsonString(indented) + "\n";
    }

    /// <summary>Reads a <c>config.json</c>. What it leaves out has its default, so that files of earlier versions still open.</summary>
    /// <exception cref="FormatException">A key is not known, or a value is out of its range; the message names the key.</exception>
    public TConfig Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, strict);
            return ReadObject(standard, document.RootElement, "");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{e.Message.TrimEnd('.')}; expected JSON as the command writes it", e);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It holds something else; the message names the file and the key.</exception>
    public TConfig ReadFile(string path)
    {
        try
        {
            using var stream = InputFile.Open(path);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return Read(memory.ToArray());
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The first setting in which two configurations differ, as “latent 2, not 3”; null where both give the same weights.</summary>
    /// <param name="run">What a folder holds.</param>
    /// <param name="continuation">What was asked for. It may have more epochs, and what follows from them.</param>
    public string? Difference(TConfig run, TConfig continuation)
    {
        var hasMore = settings.FirstOrDefault(s => s.Key == Epochs) is { } epochs && long.Parse(epochs.Show(continuation)) > long.Parse(epochs.Show(run));
        return settings.Where(s => !s.IsRemark && !(hasMore && (s.FollowsEpochs || s.Key == Epochs)))
            .Select(s => JsonNode.DeepEquals(s.Write(run), s.Write(continuation)) ? null : $"{s.Name} {s.Show(run)}, not {s.Show(continuation)}").FirstOrDefault(d => d is not null);
    }

    private TConfig ReadObject(TConfig config, JsonElement element, string prefix)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException($"{(prefix.Length == 0 ? "found no object" : $"{prefix.TrimEnd('.')}: found {element.GetRawText()}")}; expected {{ … }} as the command writes it");
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (settings.FirstOrDefault(s => s.Key == key) is { } setting) config = ReadValue(config, setting, property.Value);
            else if (settings.Any(s => s.Key.StartsWith(key + ".", StringComparison.Ordinal))) config = ReadObject(config, property.Value, key + ".");
            else throw new FormatException($"{key}: unknown key{Spelling.Suggestion(key, settings.Select(s => s.Key))}");
        }
        return config;
    }

    private static TConfig ReadValue(TConfig config, Setting<TConfig> setting, JsonElement value)
    {
        try
        {
            return setting.Read(config, value);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{setting.Key}: {e.Message}", e);
        }
    }
}
