using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>A command whose data decide which study runs.</summary>
internal interface IStudyChoice
{
    /// <summary>The study for data at a place.</summary>
    /// <param name="data">A path, or the name of a public data set.</param>
    Study For(string data);

    /// <summary>The study that wrote a folder.</summary>
    Study In(string folder);
}

/// <summary><c>train vae</c> and <c>train rbm</c>: a model of images, or of a table.</summary>
/// <param name="ofImages">The study for images.</param>
/// <param name="ofTable">The study for tables.</param>
/// <param name="table">What the help calls the table.</param>
/// <param name="examples">Command lines worth copying.</param>
internal sealed class ChosenStudy(Study ofImages, TableStudy ofTable, string table, IReadOnlyList<string> examples) : Study(ofImages.Name, "train"), IStudyChoice
{
    private const string Data = "data", Config = "config";

    // A table has one or two dimensions in each array, images have three or four.
    private const int ImageRank = 3;

    /// <summary>Those for images, then those for tables alone. A default that differs is left to the data.</summary>
    public override IEnumerable<SettingOption> Options =>
    [
        .. ofImages.Options.Select(o => o.Name == Data ? o with { Help = $"{table} (CSV, Parquet, Arrow, or an .npz file of columns), or images: a folder, an .npz, .npy or IDX file, or the name of a public data set.", Form = "FILE|PATH|NAME", Default = "" } : Joined(o)),
        .. ofTable.Options.Where(t => !ofImages.Options.Any(o => o.Name == t.Name)),
    ];

    public override IReadOnlyList<string> Examples => examples;

    public override void Run(StudyRequest request, IConsole console)
    {
        var data = request.Given.GetValueOrDefault(Data) ?? Earlier(request) ?? "";
        if (data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected {char.ToLowerInvariant(table[0])}{table[1..]}, a folder of images, an .npz file, or the name of a public data set");
        var study = For(data);
        foreach (var (name, text) in request.Given)
        {
            if (study.Options.FirstOrDefault(o => o.Name == name) is not { } option)
                throw new UsageException($"{Command}: --{name} is a setting for {(study == ofTable ? "images" : "tables")}, and {data} is {(study == ofTable ? "a table" : "no table")}; leave it out");
            try
            {
                option.Check(text);
            }
            catch (FormatException e)
            {
                throw new UsageException($"--{name}: {e.Message}");
            }
        }
        study.Run(request, console);
    }

    public override void Report(string folder, string? cache, IConsole console) => In(folder).Report(folder, cache, console);

    public Study For(string data) => IsTable(data) ? ofTable : ofImages;

    // The table itself may be gone.
    public Study In(string folder) => TableModel.IsIn(folder) ? ofTable : For(RunFiles.ReadText(folder, RunFiles.Config, Data));

    // The data of a configuration that is named, or of the run that is continued.
    private static string? Earlier(StudyRequest request)
    {
        var file = request.Given.GetValueOrDefault(Config) is { } named && File.Exists(named) ? Path.GetFullPath(named)
            : request.IsResumed && Path.Combine(request.Folder, RunFiles.Config) is var own && File.Exists(own) ? own : null;
        return file is null ? null : RunFiles.ReadText(Path.GetDirectoryName(file)!, Path.GetFileName(file), Data);
    }

    private SettingOption Joined(SettingOption option)
    {
        if (ofTable.Options.FirstOrDefault(o => o.Name == option.Name) is not { } other) return option;
        var joined = other.Default == option.Default || other.Default.Length == 0 ? option : option with { Default = $"{option.Default}, for a table {other.Default}" };
        // What is checked depends on the data then.
        return other.Form == option.Form ? joined : joined with { Help = $"{option.Help} For a table: {char.ToLowerInvariant(other.Help[0])}{other.Help[1..]}", Form = $"{option.Form}|{other.Form}", Words = [], Check = _ => { } };
    }

    private static bool IsTable(string data) => Path.GetExtension(data).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".txt" or ".parquet" or ".arrow" or ".feather" => true,
        ".npz" => File.Exists(data) && IsTableOfArrays(data),
        _ => File.Exists(data) && !ArrayFileImages.IsOne(data),
    };

    // A damaged archive is left to the reader of images, which says what is wrong.
    private static bool IsTableOfArrays(string path)
    {
        try
        {
            var archive = Npz.Read(path);
            return archive.Names.Count > 0 && archive.Names.All(name => archive.Rank(name) < ImageRank);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
