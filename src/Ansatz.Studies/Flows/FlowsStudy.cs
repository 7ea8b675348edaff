namespace Ansatz.Studies.Flows;

/// <summary><c>study flows</c>: every flow on toys of known density.</summary>
internal sealed class FlowsStudy() : Study<FlowsConfig, FlowsConfig, FlowsMetrics>("flows")
{
    protected override SettingTable<FlowsConfig> Settings => FlowsConfig.Settings;

    public override IEnumerable<SettingOption> Options => Settings.Options(new FlowsConfig());

    public override IReadOnlyList<string> Examples => ["ansatz study flows", "ansatz study flows --toys moons,pinwheel --families real-nvp --steps 1000 --json"];

    protected override (FlowsConfig, FlowsConfig) Resolve(IReadOnlyDictionary<string, string> given, FlowsConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? new FlowsConfig(), given) with { Study = Name, Ansatz = Product.Version };
        if (config.Steps * config.Batch > int.MaxValue)
            throw new UsageException($"{Command}: found {config.Steps} steps of {config.Batch} points; expected at most {int.MaxValue:#,0} points");
        return (config, config);
    }

    protected override FlowsMetrics Work(string folder, FlowsConfig config, FlowsConfig data, ProgressDisplay progress, CancellationToken cancellation) =>
        new FlowsRun(folder, config).Run(progress, cancellation);

    protected override void Report(string folder, FlowsConfig config, FlowsMetrics outcome, Origin origin, IConsole console) => Finish(
        folder, outcome, FlowsJson.Default.FlowsMetrics, FlowsReport.Page(outcome, config, origin), console, (writer, report) => FlowsReport.Summarize(writer, outcome, report));
}
