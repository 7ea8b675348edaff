using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary><c>study flows</c>: every flow on toys of known density.</summary>
internal sealed class FlowsStudy() : Study<FlowsConfig, object?>("flows")
{
    protected override SettingTable<FlowsConfig> Settings => FlowsConfig.Settings;

    public override IReadOnlyList<string> Examples => ["ansatz study flows", "ansatz study flows --toys moons,pinwheel --families real-nvp --steps 1000 --json"];

    /// <summary>The file of a trained flow.</summary>
    public static string ModelOf(string folder, string toy, string family) => Path.Combine(folder, RunFiles.Models, toy, $"{family}.safetensors");

    /// <summary>Opens the flows of a finished run, each with its toy and its family.</summary>
    /// <exception cref="InvalidDataException">The run has none, as those of earlier versions.</exception>
    public IReadOnlyList<(string Name, Flow Flow)> Open(string folder)
    {
        var config = ReadConfig(folder);
        var files = config.Toys.SelectMany(toy => config.Families.Select(family => (Name: $"{toy}, {family}", Path: ModelOf(folder, toy, family)))).Where(f => File.Exists(f.Path)).ToArray();
        return files.Length > 0 ? [.. files.Select(f => (f.Name, ModelFile.Load<Flow>(f.Path)))] : throw new InvalidDataException($"{folder}: no flows in {RunFiles.Models}; expected those that study flows writes; train them again");
    }

    protected override (FlowsConfig, object?) Resolve(IReadOnlyDictionary<string, string> given, FlowsConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? Standard, given);
        if (config.Steps * config.Batch > int.MaxValue)
            throw new UsageException($"{Command}: found {config.Steps} steps of {config.Batch} points; expected at most {int.MaxValue:#,0} points");
        return (config, null);
    }

    protected override Finding Work(RunContext run, FlowsConfig config, object? data) => FlowsReport.Finding(new FlowsRun(run, config).Run(), config, run.Origin);
}
