using Ansatz.Studies.Tables;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz impute</c>: a table whose missing cells are drawn from p(missing | observed).</summary>
internal sealed class ImputeCommand : RunCommand
{
    private readonly Option<string> table = new("--data") { Description = "The table to fill: the columns of the run's table, some cells empty.", HelpName = "FILE.csv", Required = true };
    private readonly Option<string?> delimiter = TableCommands.Delimiter();
    private readonly Option<long> draws = NumberOption.Whole("--draws", "Draws of each row, one below the other.", 1, 10_000, 1);
    private readonly Option<long> steps = NumberOption.Whole("--steps", "Steps of each Markov chain of a flow; an autoencoder draws five codes for each.", 1, 100_000, 200);
    private readonly Option<string> output = Conventions.OutputFile("FILE.csv", "The table with all cells filled.");

    public ImputeCommand(string name, string description) : base(name, description) => TakeWithoutImages(table, delimiter, draws, steps, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz impute runs/people --data holes.csv --draws 20 --out filled.csv"];

    protected override void Run(Call call, SavedTable run, Rng rng) => TableCommands.Impute(call, run, call.Value(table), call.Value(delimiter), (int)call.Value(draws), (int)call.Value(steps), Claimed(call, output, ".csv"), rng);

    protected override void Run(Call call, SavedRun run, Rng rng) => throw new InvalidDataException($"{run.Folder}: a model of images; 'impute' expects a run of a table");
}
