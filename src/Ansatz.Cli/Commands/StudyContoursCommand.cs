using System.CommandLine;
using Ansatz.Cli.Reports;
using Ansatz.Cli.Runs;
using Ansatz.Cli.Shell;
using Ansatz.Cli.Studies;
using Ansatz.Data;
using Ansatz.Training;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study contours</c>: from flow to report.</summary>
internal sealed class StudyContoursCommand : RunnableCommand
{
    private const int MostImages = 500_000;
    private const int MostEpochs = 10_000;

    /// <summary>Four fifths of the images train; a fifth must leave ten neighbours in each of its halves.</summary>
    private const int LeastImages = 100;

    private readonly Option<string> network = ChoiceOption.Of("--network", "The small network, or the published one.", "compact", "paper");
    private readonly Option<string> recipe = ChoiceOption.Of("--recipe", "Our way to train, or the published one.", "default", "published");
    private readonly Option<long> images = NumberOption.Whole("--images", "Images to draw; four fifths of them train.", 1, MostImages, 20_000);
    private readonly Option<long?> epochs = NumberOption.Whole("--epochs", "Passes over the training images, the recipe's number by default.", 1, MostEpochs);
    private readonly Option<long> seed = Conventions.Seed();
    private readonly Option<long?> threads = Conventions.Threads();
    private readonly Option<string> output = Conventions.OutputFolder("runs/contours");

    public StudyContoursCommand(string name, string description) : base(name, description) =>
        Take(network, recipe, images, epochs, seed, threads, output,
            Conventions.Flag(Conventions.Resume, "Continue the run in the folder to the same bits."),
            Conventions.Flag(Conventions.Force, "Replace the run in the folder."));

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz study contours --out runs/contours",
        "ansatz study contours --network paper --images 640 --epochs 2 --out runs/paper",
    ];

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var folder = call.Value(output);
        var isResumed = call.Has(Conventions.Resume);
        if (isResumed && call.Has(Conventions.Force)) throw new UsageException("study contours: found both --resume and --force; expected one: continue the run, or replace it");
        var configPath = Path.Combine(folder, OutputFolder.ConfigFile);
        var earlier = isResumed && File.Exists(configPath) ? RunFiles.ReadJson(configPath, ResultJson.Default.ContoursConfig) : null;
        var (config, plan) = Resolve(call, earlier);
        using var claim = OutputFolder.Claim(folder, call.Has(Conventions.Force), isResumed);
        RunFiles.WriteJson(configPath, config, ResultJson.Default.ContoursConfig);

        var outcome = Interruptible(folder, () => call.Track(progress =>
            new ContoursStudy(folder, plan, (int)config.Images, (ulong)config.Seed).Run(progress, call.Cancellation)));
        RunFiles.WriteHistory(folder, outcome.Training.History);
        RunFiles.WriteJson(Path.Combine(folder, "metrics.json"), outcome.Metrics, ResultJson.Default.ContoursMetrics);
        ModelFile.Save(outcome.Model, Path.Combine(folder, "model.safetensors"));
        var report = Path.Combine(folder, "report.html");
        ContoursReport.Page(outcome.Metrics, Facts(call, config, outcome, folder)).Write(report);
        call.Result(outcome.Metrics, ResultJson.Default.ContoursMetrics, writer => ContoursSummary.Write(writer, outcome.Metrics, outcome.Model.Beta, report));
    }

    /// <summary>What to run: what the options say, and when continuing, what the run says where they say nothing.</summary>
    private (ContoursConfig Config, ContoursRecipe Plan) Resolve(Call call, ContoursConfig? earlier)
    {
        T Given<T>(Option<T> option, T found) => earlier is null || call.IsGiven(option) ? call.Value(option) : found;
        var networkName = Given(network, earlier?.Network!);
        var recipeName = Given(recipe, earlier?.Recipe!);
        var plan = ContoursRecipe.For(networkName, recipeName, (int?)Given(epochs, earlier?.Epochs));
        var config = new ContoursConfig(
            "contours", networkName, recipeName, Given(images, earlier?.Images ?? 0), plan.EpochCount, plan.BatchSize, plan.LearningRate.ToString(), plan.Beta.ToString(),
            plan.Patience, Given(seed, earlier?.Seed ?? 0), Product.Version);
        var least = Math.Max(LeastImages, (5 * plan.BatchSize + 3) / 4);
        if (config.Images < least)
            throw new UsageException($"study contours: --images {config.Images} are too few to train in batches of {plan.BatchSize} and to judge; expected at least {least}");
        if (earlier is not null && earlier.DifferenceFrom(config) is { } difference)
            throw new UsageException($"study contours: {call.Value(output)} holds a run with {difference}; expected --resume without options, or with the same ones");
        return (config, plan);
    }

    private static T Interruptible<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"interrupted; continue to the same bits with: {ShellWords.Join(["ansatz", "study", "contours", "--out", folder, "--resume"])}", e);
        }
    }

    private static ContoursReportFacts Facts(Call call, ContoursConfig config, ContoursOutcome outcome, string folder) => new(
        config, outcome.Model.Describe([FlowContours.Size, FlowContours.Size, 3]), outcome.Model.Beta, outcome.Training.BestEpoch, call.CommandLine,
        Product.Commit is { } commit ? $"Ansatz {Product.Version}, commit {commit}" : $"Ansatz {Product.Version}",
        $"{Machine.Describe()}; {Machine.Runtime}, {Machine.System}", Path.Combine(folder, "figures"));
}
