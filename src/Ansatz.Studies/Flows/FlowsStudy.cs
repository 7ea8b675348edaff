namespace Ansatz.Studies.Flows;

/// <summary><c>study flows</c>: every flow on toys of known density.</summary>
internal sealed class FlowsStudy() : Study<FlowsConfig, object?>("flows")
{
    protected override SettingTable<FlowsConfig> Settings => FlowsConfig.Settings;

    public override IReadOnlyList<string> Examples => ["ansatz study flows", "ansatz study flows --toys moons,pinwheel --families real-nvp --steps 1000 --json"];

    protected override (FlowsConfig, object?) Resolve(IReadOnlyDictionary<string, string> given, FlowsConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? Standard, given);
        if (config.Steps * config.Batch > int.MaxValue)
            throw new UsageException($"{Command}: found {config.Steps} steps of {config.Batch} points; expected at most {int.MaxValue:#,0} points");
        return (config, null);
    }

    protected override Finding Work(RunContext run, FlowsConfig config, object? data) => FlowsReport.Finding(new FlowsRun(run, config).Run(), config, run.Origin);
}
