namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz inspect</c>: what a run's model is.</summary>
internal sealed class InspectCommand : RunCommand
{
    public InspectCommand(string name, string description) : base(name, description) => Take();
    public override IReadOnlyList<string> Examples => ["ansatz inspect runs/mnist-conv"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var model = run.Model;
        var result = new InspectResult(run.Folder, run.Study, model.Architecture ?? "", model.CountParameters(), ParametersHash.Of(model.Parameters()), model.LatentShape.Size, [.. run.Example], run.Likelihood.Name, run.ClassCount, run.Config?.ClipNorm, run.Config?.From, run.Settings.ToDictionary(s => s.Name, s => s.Value));
        call.Result(result, RunJson.Default.InspectResult, writer =>
        {
            writer.WriteLine($"{run.Folder}: {run.Study}, images {run.Example}, {Words.Of(result.Latent, "latent dimension")}, {run.Likelihood}{(run.ClassCount > 0 ? $", conditional on {run.ClassCount} class{(run.ClassCount == 1 ? "" : "es")}" : "")}");
            if (run.Config is { } c) writer.WriteLine($"trained by {c.Objective()}, {c.Options().Optimizer}, learning rate {c.LearningRates()}");
            var width = run.Settings.Max(s => s.Name.Length);
            foreach (var (name, value) in run.Settings) writer.WriteLine($"  {name.PadRight(width)}  {value}");
            writer.WriteLine();
            writer.Write(model.Summary(run.Example));
            writer.WriteLine($"weights {result.ParametersSha256}");
        });
    }
}
