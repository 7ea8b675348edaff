using System.CommandLine;
using Ansatz.Cli.Runs;
using Ansatz.Cli.Shell;
using Ansatz.Cli.Studies;
using Ansatz.Evaluation;
using Ansatz.Formats;
using Ansatz.Random;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz encode</c>: the posterior means of images.</summary>
internal sealed class EncodeCommand : RunCommand
{
    private readonly Option<string> output = Conventions.OutputFile("FILE.npz", "The arrays means [N, latent] and, where there are labels, labels [N].");

    public EncodeCommand(string name, string description) : base(name, description) => TakeOwn(output, ForceOption());

    public override IReadOnlyList<string> Examples => ["ansatz encode runs/mnist-latent8 --out codes.npz"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        ImageFile.Claim(path, call.Has(Conventions.Force), ".npz");
        var images = Images(call, run).Images;
        var means = run.Model.EncodeMeans(images);
        Npz.Write(path, archive =>
        {
            archive.Add<float>("means", [images.Count, means.Length / images.Count], means);
            if (images.Labels() is { } labels) archive.Add<int>("labels", [labels.Length], labels);
        });
        Tell(call, run, path, images.Count);
    }
}
