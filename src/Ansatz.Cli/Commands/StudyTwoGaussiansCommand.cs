using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Studies.TwoGaussians;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study two-gaussians</c>: maximum likelihood by gradient and by expectation-maximization.</summary>
internal sealed class StudyTwoGaussiansCommand : StudyCommand<TwoGaussiansConfig, TwoGaussiansOutcome>
{
    private const int SampleCount = 500, EmStarts = 10, MostEpochs = 1_000_000;

    private readonly Option<long> epochs = NumberOption.Whole("--epochs", "Steps by gradient, each on all training samples.", 1, MostEpochs, 2000);

    public StudyTwoGaussiansCommand(string name, string description) : base(name, description, ResultJson.Default.TwoGaussiansConfig) =>
        TakeOwn(epochs);

    public override IReadOnlyList<string> Examples => ["ansatz study two-gaussians --out runs/two-gaussians", "ansatz study two-gaussians --seed 7 --json"];

    protected override IReadOnlyList<string> OfEpochs => ["learningRate"];

    protected override TwoGaussiansConfig Resolve(Call call, TwoGaussiansConfig? earlier)
    {
        var steps = Choose(call, epochs, earlier, c => c.Epochs);
        return new TwoGaussiansConfig("two-gaussians", SampleCount, SampleCount, steps, TwoGaussiansStudy.LearningRate(steps).ToString(), EmStarts, Choose(call, Seed, earlier, c => c.Seed), Product.Version);
    }

    protected override TwoGaussiansOutcome Study(TwoGaussiansConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new TwoGaussiansStudy(folder, config).Run(progress, cancellation);

    protected override void Tell(Call call, TwoGaussiansConfig config, TwoGaussiansOutcome outcome, string folder) => FinishedRun.Leave(
        call, folder, outcome.Metrics, ResultJson.Default.TwoGaussiansMetrics, TwoGaussiansReport.Page(outcome.Metrics, config, OriginOf(call, folder)),
        (writer, report) => TwoGaussiansReport.Summarize(writer, outcome.Metrics, report));
}
