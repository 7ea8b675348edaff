namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz reconstruct</c>: images, and what the model makes of them.</summary>
internal sealed class ReconstructCommand : RunCommand
{
    private const int Columns = 10;
    private readonly Option<long> count = Count("How many of the images.", 20);
    private readonly Option<string> output = Conventions.OutputFile(ImageFile.Kinds, "A picture of originals above reconstructions, or both as arrays.");

    public ReconstructCommand(string name, string description) : base(name, description) => TakeOwn(count, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz reconstruct runs/mnist-conv --out pairs.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        ImageFile.Claim(path, call.Has(Conventions.Force), ".png", ".npz");
        var some = First(Images(call, run).Images, call.Value(count));
        Image[] originals = DecodedImages.Pictures(some, 0, some.Count), decoded = DecodedImages.Pictures(Dataset.FromTensor(run.Model.Reconstruct(some)), 0, some.Count);
        ImageFile.Write(path, () => DecodedImages.Stacked(Columns, originals, decoded), some.Labels(), ("images", originals), ("reconstructions", decoded));
        Report(call, run, path, some.Count);
    }
}
