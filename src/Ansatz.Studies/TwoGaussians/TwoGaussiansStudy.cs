namespace Ansatz.Studies.TwoGaussians;

/// <summary><c>study two-gaussians</c>: maximum likelihood by gradient and by expectation-maximization.</summary>
internal sealed class TwoGaussiansStudy() : Study<TwoGaussiansConfig, TwoGaussiansData, TwoGaussiansOutcome>("two-gaussians")
{
    protected override SettingTable<TwoGaussiansConfig> Settings => TwoGaussiansConfig.Settings;
    public override IEnumerable<SettingOption> Options => Settings.Options(new TwoGaussiansConfig());
    public override IReadOnlyList<string> Examples => ["ansatz study two-gaussians --out runs/two-gaussians", "ansatz study two-gaussians --seed 7 --json"];

    protected override (TwoGaussiansConfig, TwoGaussiansData) Resolve(IReadOnlyDictionary<string, string> given, TwoGaussiansConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? new TwoGaussiansConfig(), given).Resolved();
        return (config, new TwoGaussiansData(new Rng((ulong)config.Seed).Fork("samples"), config.TrainingSamples, config.TestSamples));
    }

    protected override TwoGaussiansOutcome Work(string folder, TwoGaussiansConfig config, TwoGaussiansData data, ProgressDisplay progress, CancellationToken cancellation) =>
        new TwoGaussiansRun(folder, config, data).Run(progress, cancellation);

    protected override void Report(string folder, TwoGaussiansConfig config, TwoGaussiansOutcome outcome, Origin origin, IConsole console) => Finish(
        folder, outcome.Metrics, TwoGaussiansJson.Default.TwoGaussiansMetrics, TwoGaussiansReport.Page(outcome.Metrics, config, origin), console,
        (writer, report) => TwoGaussiansReport.Summarize(writer, outcome.Metrics, report));
}
