namespace Ansatz.Studies.Contours;

/// <summary><c>study contours</c>: from flow to report. It draws its own images, so it has no data to read.</summary>
internal sealed class ContoursStudy() : Study<ContoursConfig, object?, ContoursOutcome>(Word)
{
    public const string Word = "contours";

    /// <summary>Four fifths of the images train; a fifth must leave ten neighbours in each of its halves.</summary>
    private const int LeastImages = 100;

    protected override SettingTable<ContoursConfig> Settings => ContoursConfig.Settings;
    public override IEnumerable<SettingOption> Options => Settings.Options(new ContoursConfig());

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz study contours --out runs/contours",
        "ansatz study contours --network paper --images 640 --epochs 2 --out runs/paper",
    ];

    protected override (ContoursConfig, object?) Resolve(IReadOnlyDictionary<string, string> given, ContoursConfig? earlier, IConsole console)
    {
        var config = ContoursRecipe.Resolved(Settings.Apply(earlier ?? new ContoursConfig(), given));
        var least = Math.Max(LeastImages, (5 * config.BatchSize + 3) / 4);
        return config.Images >= least
            ? (config, null)
            : throw new UsageException($"study contours: --images {config.Images} are too few to train in batches of {config.BatchSize} and to judge; expected at least {least}");
    }

    protected override ContoursOutcome Work(string folder, ContoursConfig config, object? data, ProgressDisplay progress, CancellationToken cancellation) =>
        new ContoursRun(folder, config).Run(progress, cancellation);

    protected override void Report(string folder, ContoursConfig config, ContoursOutcome outcome, Origin origin, IConsole console) => Finish(
        folder, outcome.Metrics, ContoursJson.Default.ContoursMetrics, ContoursReport.Page(outcome, config, origin), console,
        (writer, report) => ContoursSummary.Write(writer, outcome.Metrics, outcome.Model.Beta, report));

    public override SavedRun Open(string folder, string? cache, IConsole console)
    {
        ContourNetworks.Register();
        var config = ReadConfig(Path.Combine(folder, OutputFolder.ConfigFile));
        var model = ModelFile.Load<VariationalAutoencoder>(SavedRun.WeightsOf(folder));
        return new SavedRun(folder, Word, model, [FlowContours.Size, FlowContours.Size, 3], Likelihood.CrossEntropy, config.Seed, Settings.Rows(config))
        {
            OwnImages = () => (new ContoursData(new Rng((ulong)config.Seed), (int)config.Images).Validation, []),
        };
    }
}
