using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Random;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Training;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz inspect</c>: what a run's model is.</summary>
internal sealed class InspectCommand : RunCommand
{
    public InspectCommand(string name, string description) : base(name, description) => Take();

    public override IReadOnlyList<string> Examples => ["ansatz inspect runs/mnist-conv"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var model = run.Model;
        var result = new InspectResult(run.Folder, run.Study, model.Architecture ?? "", model.CountParameters(), ParametersHash.Of(model.Parameters()), model.LatentShape.Size, [.. run.Example], run.Score.Name, run.ClassCount, run.Config?.ClipNorm, run.Config?.From);
        call.Result(result, RunJson.Default.InspectResult, writer =>
        {
            writer.WriteLine($"{run.Folder}: {run.Study}, images {run.Example}, {Words.Of(result.Latent, "latent dimension")}, {run.Score.Name}{(run.ClassCount > 0 ? $", told {run.ClassCount} class{(run.ClassCount == 1 ? "" : "es")}" : "")}");
            if (run.Config is { } c)
            {
                writer.WriteLine($"trained on {c.Data}: {Words.Of(c.Epochs, "epoch")} in batches of {c.BatchSize}, {c.Objective()}, {c.Options().Optimizer}, learning rate {c.LearningRates()}{(c.ClipNorm is { } norm ? $", gradients clipped at norm {norm}" : "")}");
                if (c.From is { } source) writer.WriteLine($"started from the weights of {source} ({c.FromSha256})");
                if (c.Noise != "none" || c.Binarize != "none" || c.LeaveOut is not null)
                    writer.WriteLine($"noise {c.Noise}, binarize {c.Binarize}{(c.LeaveOut is { } left ? $", without class {left}" : "")}");
            }
            writer.WriteLine();
            writer.Write(model.Summary(run.Example));
            writer.WriteLine($"weights {result.ParametersSha256}");
        });
    }
}
