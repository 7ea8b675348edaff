using Ansatz.Studies.Tables;

namespace Ansatz.Studies.Boltzmann;

/// <summary>A command whose data decide which study runs.</summary>
internal interface IStudyChoice
{
    /// <summary>The study that wrote a folder.</summary>
    Study In(string folder);
}

/// <summary><c>train rbm</c>: a Boltzmann machine of images, or of a table with columns of categories.</summary>
internal sealed class MachineStudy() : Study("rbm", "train"), IStudyChoice
{
    private readonly RbmStudy ofImages = new("train");
    private readonly TableMachineStudy ofTable = new();

    /// <summary>Those for images, then those for tables alone. A default that differs is left to the data.</summary>
    public override IEnumerable<SettingOption> Options =>
    [
        .. ofImages.Options.Select(o => o.Name == "data" ? ofTable.Options.First(t => t.Name == "data") with { Help = "A table of categories (a CSV file), or images: a public data set, a folder or an .npz file.", Form = "FILE.csv|NAME|PATH" }
            : Table(o.Name) is { } t && t.Default != o.Default ? o with { Default = $"{o.Default}, for a table {t.Default}" } : o),
        .. ofTable.Options.Where(t => !ofImages.Options.Any(o => o.Name == t.Name)),
    ];

    public override IReadOnlyList<string> Examples => [.. ofTable.Examples, "ansatz train rbm --data photos/ --hidden 100 --out runs/photos"];

    public override void Run(StudyRequest request, IConsole console)
    {
        var data = request.Given.GetValueOrDefault("data") ?? (request.IsResumed && File.Exists(Path.Combine(request.Folder, RunFiles.Config)) ? RunFiles.ReadText(request.Folder, RunFiles.Config, "data") : "");
        if (data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected a table of categories (a CSV file), a folder of images, an .npz file, or the name of a public data set");
        Study study = IsTable(data) ? ofTable : ofImages;
        if (request.Given.Keys.FirstOrDefault(name => !study.Options.Any(o => o.Name == name)) is { } other)
            throw new UsageException($"{Command}: --{other} is a setting for {(study == ofTable ? "images" : "tables")}, and {data} is {(study == ofTable ? "a table" : "no table")}; leave it out");
        study.Run(request, console);
    }

    public override void Report(string folder, string? cache, IConsole console) => In(folder).Report(folder, cache, console);

    public Study In(string folder) => IsTable(RunFiles.ReadText(folder, RunFiles.Config, "data")) ? ofTable : ofImages;

    private SettingOption? Table(string name) => ofTable.Options.FirstOrDefault(o => o.Name == name);

    // A file, but no archive of arrays.
    private static bool IsTable(string data) => Path.GetExtension(data).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" || (File.Exists(data) && Path.GetExtension(data).ToLowerInvariant() is not (".npz" or ".npy"));
}
