using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Tables;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz sample</c>: decoded draws from the prior.</summary>
internal sealed class SampleCommand : RunCommand
{
    private readonly Option<long> count = Count("How many images or rows.", 40);
    private readonly Option<string?> label = ClassOption("all in turn");
    private readonly Option<string?> cells = new("--given") { Description = "Cells that all rows of a table have; by default none.", HelpName = "COLUMN=VALUE,…" };
    private readonly Option<string> output = Conventions.OutputFile($"{ImageFile.Kinds}|FILE.csv", "A picture of all samples, the array images, or a table.");

    public SampleCommand(string name, string description) : base(name, description) => TakeWithoutImages(count, label, cells, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz sample runs/mnist-dense --count 10 --out samples.png", "ansatz sample runs/people --given city=Rome --count 1000 --out rome.csv", "ansatz sample runs/conditional --class 7 --count 1000 --out sevens.npz"];

    protected override void Run(Call call, SavedTable run, Rng rng) => TableCommands.Sample(call, run, (int)call.Value(count), call.Value(cells), Claimed(call, output, ".csv"), rng);

    protected override void Run(Call call, SavedMachine run, Rng rng) => MachineCommands.Sample(call, run, (int)call.Value(count), Claimed(call, output, ".png", ".npz"), rng);

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var n = (int)call.Value(count);
        var given = call.Value(label);
        var one = Class(run, given, 0) ?? 0;
        var path = Claimed(call, output, ".png", ".npz");
        int[]? labels = run.ClassCount == 0 ? null : given is null ? [.. Enumerable.Range(0, n).Select(i => i % run.ClassCount)] : [.. Enumerable.Repeat(one, n)];
        var images = run.Decoded.Sample(n, rng, labels);
        ImageFile.Write(path, () => ImageGrid.Fitted(images, run.ClassCount > 0 && given is null ? run.ClassCount : Math.Min(n, 10)).ToImage(), labels, ("images", images));
        Report(call, run, path, n);
    }
}
