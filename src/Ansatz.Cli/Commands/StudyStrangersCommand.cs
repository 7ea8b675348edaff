using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Settings;
using Ansatz.Studies.Strangers;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study mnist-strangers</c>: which classes an autoencoder finds strange that has not seen them.</summary>
internal sealed class StudyStrangersCommand : StudyCommand<AutoencoderConfig, StrangersOutcome>
{
    private const int Epochs = 3;

    private static readonly AutoencoderConfig standard = ImageStudies.Convolutional.Default with { Study = "mnist-strangers", Epochs = Epochs };

    private readonly Option<string?> source = new Option<string?>("--data") { Description = "The name of a public data set, a folder or an .npz file with labels.", HelpName = "NAME|PATH" }.Showing(standard.Data);
    private readonly Option<string?> cache = CacheOption.Create();
    private readonly ArrayOptions arrays = new();
    private readonly AutoencoderOptions techniques = new(standard);
    private AutoencoderData? data;

    public StudyStrangersCommand(string name, string description) : base(name, description, AutoencoderJson.Default.AutoencoderConfig) =>
        TakeOwn([source, .. arrays.All, cache, .. techniques.OfTraining]);

    public override IReadOnlyList<string> Examples => ["ansatz study mnist-strangers", "ansatz study mnist-strangers --data fashion-mnist --latent 8 --epochs 5"];

    protected override AutoencoderConfig Resolve(Call call, AutoencoderConfig? earlier)
    {
        var (config, images) = AutoencoderSource.Resolve(call, techniques, earlier ?? standard, call.Value(source), arrays, call.Value(cache));
        if (images.ClassNames.Count < 2) throw new UsageException($"study mnist-strangers: the images have {(images.ClassNames.Count == 1 ? "1 class" : "no classes")}; expected images with labels of 2 or more");
        var judged = images.For(config).Scored;
        for (var c = 0; c < images.ClassNames.Count; c++)
            if (!Enumerable.Range(0, judged.Count).Any(i => judged.Label(i) == c)) throw new UsageException($"study mnist-strangers: no test image is of class {c}; expected some of every class, so more images");
        data = images;
        return config with { Seed = Choose(call, Seed, earlier, c => c.Seed) };
    }

    protected override string? DataOf(AutoencoderConfig config) => config.Data;

    protected override StrangersOutcome Study(AutoencoderConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new StrangersStudy(folder, config, data!).Run(progress, cancellation);

    protected override void Tell(Call call, AutoencoderConfig config, StrangersOutcome outcome, string folder) => FinishedRun.Leave(
        call, folder, outcome.Metrics, StrangersJson.Default.StrangersMetrics, StrangersReport.Page(outcome.Metrics, config, OriginOf(call, folder)),
        (writer, report) => StrangersReport.Summarize(writer, outcome.Metrics, report));
}
