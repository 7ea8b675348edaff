using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Contours;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study contours</c>: from flow to report.</summary>
internal sealed class StudyContoursCommand : StudyCommand<ContoursConfig, ContoursOutcome>
{
    private const int MostImages = 500_000;
    private const int MostEpochs = 10_000;

    /// <summary>Four fifths of the images train; a fifth must leave ten neighbours in each of its halves.</summary>
    private const int LeastImages = 100;

    private readonly Option<string> network = ChoiceOption.Of("--network", "The small network, or the published one.", "compact", "paper");
    private readonly Option<string> recipe = ChoiceOption.Of("--recipe", "Our way to train, or the published one.", "default", "published");
    private readonly Option<long> images = NumberOption.Whole("--images", "Images to draw; four fifths of them train.", 1, MostImages, 20_000);
    private readonly Option<long?> epochs = NumberOption.Whole("--epochs", "Passes over the training images.", 1, MostEpochs).Showing("10; of the published recipe and the paper's network 20");
    private ContoursRecipe? plan;

    public StudyContoursCommand(string name, string description) : base(name, description, ResultJson.Default.ContoursConfig) =>
        TakeOwn(network, recipe, images, epochs);

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz study contours --out runs/contours",
        "ansatz study contours --network paper --images 640 --epochs 2 --out runs/paper",
    ];

    protected override IReadOnlyList<string> OfEpochs => ["learningRate", "beta", "patience"];

    protected override ContoursConfig Resolve(Call call, ContoursConfig? earlier)
    {
        string networkName = Choose(call, network, earlier, c => c.Network), recipeName = Choose(call, recipe, earlier, c => c.Recipe);
        plan = ContoursRecipe.For(networkName, recipeName, (int?)Choose(call, epochs, earlier, c => c.Epochs));
        var config = new ContoursConfig(
            "contours", networkName, recipeName, Choose(call, images, earlier, c => c.Images), plan.EpochCount, plan.BatchSize, plan.LearningRate.ToString(), plan.Beta.ToString(),
            plan.Patience, Choose(call, Seed, earlier, c => c.Seed), Product.Version);
        var least = Math.Max(LeastImages, (5 * plan.BatchSize + 3) / 4);
        if (config.Images < least)
            throw new UsageException($"study contours: --images {config.Images} are too few to train in batches of {plan.BatchSize} and to judge; expected at least {least}");
        return config;
    }

    protected override ContoursOutcome Study(ContoursConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new ContoursStudy(folder, plan!, (int)config.Images, (ulong)config.Seed).Run(progress, cancellation);

    protected override void Tell(Call call, ContoursConfig config, ContoursOutcome outcome, string folder) => FinishedRun.Leave(
        call, folder, outcome.Metrics, ResultJson.Default.ContoursMetrics, ContoursReport.Page(outcome, config, OriginOf(call, folder)),
        (writer, report) => ContoursSummary.Write(writer, outcome.Metrics, outcome.Model.Beta, report));
}
