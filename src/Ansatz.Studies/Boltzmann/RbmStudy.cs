namespace Ansatz.Studies.Boltzmann;

/// <summary><c>study rbm</c>: a restricted Boltzmann machine on binary digits.</summary>
internal sealed class RbmStudy() : Study<RbmConfig, AutoencoderData, RbmOutcome>("rbm")
{
    private const int MostHeldOut = 5000, MostChannels = 4;

    protected override SettingTable<RbmConfig> Settings => RbmConfig.Settings;
    public override IEnumerable<SettingOption> Options => [.. Settings.Options(new RbmConfig()), DatasetCache.Option];
    public override IReadOnlyList<string> Examples => ["ansatz study rbm --hidden 16", "ansatz study rbm --hidden 500 --epochs 80 --binarize resampled --out runs/rbm-500"];

    protected override (RbmConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, RbmConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? new RbmConfig(), given);
        var images = AutoencoderData.Load(new ImageSource(config.Data), DatasetCache.At(given), console);
        if (images.Training.ExampleShape is [_, _, > MostChannels and var channels])
            throw new UsageException($"{config.Data}: images of {channels} channels, which no picture can show; expected the shape [count, height, width, channels] with 1 to {MostChannels} channels");
        var heldOut = config.Patience is null ? 0 : Math.Min(MostHeldOut, images.Training.Count / 10);
        var training = images.Training.Count - heldOut;
        if (training < config.BatchSize) throw new InvalidDataException($"{config.Data}: {Words.Of(training, "image")} to train on; expected {config.BatchSize} or more, a batch");
        return (config with
        {
            Study = Name,
            Data = KnownDatasets.All.Any(d => d.Name == config.Data) ? config.Data : Path.GetFullPath(config.Data),
            TrainingImages = training,
            HeldOutImages = heldOut,
            TestImages = images.Test.Count,
            LearningRate = config.LearningRate ?? (config.Recipe == Recipe.Published ? RbmConfig.PublishedRate : RbmConfig.DefaultRate),
            Ansatz = Product.Version,
        }, images);
    }

    protected override string? PlaceOf(RbmConfig config) => config.Data;

    protected override RbmOutcome Work(string folder, RbmConfig config, AutoencoderData data, ProgressDisplay progress, CancellationToken cancellation) =>
        new RbmRun(folder, config, data.Training, data.Test).Run(progress, cancellation);

    protected override void Report(string folder, RbmConfig config, RbmOutcome outcome, Origin origin, IConsole console) => Finish(
        folder, outcome.Metrics, RbmJson.Default.RbmMetrics, RbmReport.Page(outcome.Metrics, config, origin), console,
        (writer, report) => RbmReport.Summarize(writer, outcome.Metrics, config, report));
}
