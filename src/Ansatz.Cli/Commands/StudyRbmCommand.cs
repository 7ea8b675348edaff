using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Datasets;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study rbm</c>: a restricted Boltzmann machine on binary digits.</summary>
internal sealed class StudyRbmCommand : StudyCommand<RbmConfig, RbmOutcome>
{
    private const string Mnist = "mnist", Persistent = "persistent", Batch = "batch", Centered = "centered", Plain = "plain", Default = "default", Published = "published";
    private const int BatchSize = 100, ChainCount = 100, MostHeldOut = 5000;
    private const double DefaultRate = 0.1, PublishedRate = 0.01;

    private readonly Option<long> hidden = NumberOption.Whole("--hidden", "Hidden units; up to 20 the likelihood is exact.", 1, 100_000, 16);
    private readonly Option<long> steps = NumberOption.Whole("--cd", "Gibbs steps for each gradient.", 1, 10_000, 1);
    private readonly Option<string> chains = ChoiceOption.Of("--chains", "Whether chains go on from step to step, or begin at the batch.", Persistent, Batch);
    private readonly Option<string> gradient = ChoiceOption.Of("--gradient", "Whether the units' means are subtracted.", Centered, Plain);
    private readonly Option<string> recipe = ChoiceOption.Of("--recipe", "Our way to train, or the published one with its constant learning rate.", Default, Published);
    private readonly Option<double?> learningRate = NumberOption.Real("--learning-rate", "The learning rate at its highest.", 1e-9, 10).Showing($"{DefaultRate}, published {PublishedRate}");
    private readonly Option<string> binarize = ChoiceOption.Of("--binarize", "A pixel is on where it is more than half white, or as likely as it is white: drawn once, or anew at every pass.", "threshold", "sampled", "resampled");
    private readonly Option<long> epochs = NumberOption.Whole("--epochs", "Passes over the training images.", 1, 100_000, 50);
    private readonly Option<long?> patience = NumberOption.Whole("--patience", "Stop when the free-energy gap was too large for N epochs.", 1, 100_000).Showing("none");
    private readonly Option<long> annealing = NumberOption.Whole("--annealing", "Steps of the estimate of log Z above 20 hidden units.", 1, 10_000_000, 10_000);
    private readonly Option<string> source = new("--data") { Description = "A public data set, a folder or an .npz file.", HelpName = "NAME|PATH", DefaultValueFactory = _ => Mnist };
    private readonly Option<string?> cache = CacheOption.Create();
    private AutoencoderData? images;

    public StudyRbmCommand(string name, string description) : base(name, description, ResultJson.Default.RbmConfig) =>
        TakeOwn(hidden, steps, chains, gradient, recipe, learningRate, binarize, epochs, patience, annealing, source, cache);

    public override IReadOnlyList<string> Examples => ["ansatz study rbm --hidden 16", "ansatz study rbm --hidden 500 --epochs 80 --binarize resampled --out runs/rbm-500"];

    // The images are read before the folder is claimed: what is wrong with them is told before anything is written.
    protected override RbmConfig Resolve(Call call, RbmConfig? earlier)
    {
        var name = Choose(call, source, earlier, c => c.Data);
        images = AutoencoderData.Load(new ImageSource(name), DatasetCache.At(call.Value(cache)), call.Note, call.Cancellation);
        if (images.Training.ExampleShape is [_, _, > 4 and var channels]) throw new UsageException($"{name}: images of {channels} channels, which no picture can show; expected the shape [count, height, width, channels] with 1 to 4 channels");
        var wait = Choose(call, patience, earlier, c => c.Patience);
        var heldOut = wait is null ? 0 : Math.Min(MostHeldOut, images.Training.Count / 10);
        var training = images.Training.Count - heldOut;
        if (training < BatchSize) throw new InvalidDataException($"{name}: {Words.Of(training, "image")} to train on; expected {BatchSize} or more, a batch");
        var how = Choose(call, recipe, earlier, c => c.Recipe);
        var rate = Choose(call, learningRate, earlier, c => c.LearningRate) ?? (how == Published ? PublishedRate : DefaultRate);
        return new RbmConfig("rbm", KnownDatasets.All.Any(d => d.Name == name) ? name : Path.GetFullPath(name), training, heldOut, images.Test.Count,
            Choose(call, hidden, earlier, c => c.Hidden), Choose(call, steps, earlier, c => c.GibbsSteps),
            Choose(call, chains, earlier, c => c.Chains is null ? Batch : Persistent) == Persistent ? ChainCount : null,
            Choose(call, gradient, earlier, c => c.Centered ? Centered : Plain) == Centered,
            Choose(call, epochs, earlier, c => c.Epochs), BatchSize, how, rate, Choose(call, binarize, earlier, c => c.Binarize), wait,
            Choose(call, annealing, earlier, c => c.AnnealingSteps), Choose(call, Seed, earlier, c => c.Seed), Product.Version);
    }

    protected override string? DataOf(RbmConfig config) => config.Data;

    protected override RbmOutcome Study(RbmConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new RbmStudy(folder, config, images!.Training, images.Test).Run(progress, cancellation);

    protected override void Tell(Call call, RbmConfig config, RbmOutcome outcome, string folder) => FinishedRun.Leave(
        call, folder, outcome.Metrics, ResultJson.Default.RbmMetrics, RbmReport.Page(outcome.Metrics, config, OriginOf(call, folder)),
        (writer, report) => RbmReport.Summarize(writer, outcome.Metrics, config, report));
}
