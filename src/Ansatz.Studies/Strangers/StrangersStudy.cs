namespace Ansatz.Studies.Strangers;

/// <summary><c>study mnist-strangers</c>: for each class an autoencoder that has not seen it, and whether the class is an anomaly to it.</summary>
internal sealed class StrangersStudy() : ImageAutoencoderStudy<StrangersOutcome>(Word, standard, [.. OfNetwork, "recipe", "leave-out", "nll-samples"])
{
    private const string Word = "mnist-strangers";
    private const int Epochs = 3;
    private static readonly AutoencoderConfig standard = ImageStudies.Convolutional.Standard with { Study = Word, Epochs = Epochs };

    public override IReadOnlyList<string> Examples => ["ansatz study mnist-strangers", "ansatz study mnist-strangers --data fashion-mnist --latent 8 --epochs 5"];

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var (config, images) = Fit((earlier ?? standard) with { Study = Word }, given, console);
        if (images.ClassNames.Count < 2) throw new UsageException($"{Command}: the images have {(images.ClassNames.Count == 1 ? "1 class" : "no classes")}; expected images with labels of 2 or more");
        var judged = images.For(config).Scored;
        for (var c = 0; c < images.ClassNames.Count; c++)
            if (!Enumerable.Range(0, judged.Count).Any(i => judged.Label(i) == c)) throw new UsageException($"{Command}: no test image is of class {c}; expected some of every class, so more images");
        return (config, images);
    }

    protected override StrangersOutcome Work(string folder, AutoencoderConfig config, AutoencoderData data, ProgressDisplay progress, CancellationToken cancellation) =>
        new StrangersRun(folder, config, data).Run(progress, cancellation);

    protected override void Report(string folder, AutoencoderConfig config, StrangersOutcome outcome, Origin origin, IConsole console) => Finish(
        folder, outcome.Metrics, StrangersJson.Default.StrangersMetrics, StrangersReport.Page(outcome.Metrics, config, origin), console,
        (writer, report) => StrangersReport.Summarize(writer, outcome.Metrics, report));

    public override SavedRun Open(string folder, string? cache, IConsole console) => throw LeavesNoAutoencoder(folder);
}
