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
        var path = Claimed(call, output, ".png", ".npz");
        var some = First(Images(call, run).Images, call.Value(count));
        Image[] originals = some.ToImages(), decoded = Dataset.FromTensor(run.Model.Reconstruct(some)).ToImages();
        ImageFile.Write(path, () => ImageGrid.Interleaved(Columns, originals, decoded).ToImage(), some.Labels(), ("images", originals), ("reconstructions", decoded));
        Report(call, run, path, some.Count);
    }
}

/// <summary><c>ansatz denoise</c>: corrupts images and lets the model restore them.</summary>
internal sealed class DenoiseCommand : RunCommand
{
    private const int Columns = 10;
    private static readonly Corruption standard = new GaussianNoise(0.3);

    private readonly Option<string?> noise = SettingOptions.Create(new SettingOption(
        "noise", "The corruption: gaussian:SIGMA, salt-and-pepper:SHARE, masking:SHARE, or none; by default the run's own.", AutoencoderSettings.Noise.Form, "", [], text => AutoencoderSettings.Noise.Parse(text)));
    private readonly Option<long> count = Count("How many of the images.", 20);
    private readonly Option<string> output = Conventions.OutputFile(ImageFile.Kinds, "A picture of images, corrupted images and restored ones, or the three as arrays.");

    public DenoiseCommand(string name, string description) : base(name, description) => TakeOwn(noise, count, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz denoise runs/denoising --noise salt-and-pepper:0.3 --out mended.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = Claimed(call, output, ".png", ".npz");
        var some = First(Images(call, run).Images, call.Value(count));
        var corruption = call.Value(noise) is { } given ? AutoencoderSettings.Noise.Parse(given) : run.Config?.Noise ?? standard;
        var clean = some.ToTensor(0, some.Count);
        var corrupted = corruption?.Apply(clean, rng) ?? clean;
        var text = AutoencoderSettings.Noise.Show(corruption);
        var seen = Dataset.FromFloats(corrupted.ToArray(), some.ExampleShape, some.Labels());
        var restored = Dataset.FromTensor(run.Model.Reconstruct(seen));
        Image[] originals = some.ToImages(), middle = seen.ToImages(), decoded = restored.ToImages();
        ImageFile.Write(path, () => ImageGrid.Interleaved(Columns, originals, middle, decoded).ToImage(), some.Labels(), ("images", originals), ("damaged", middle), ("mended", decoded));
        var result = new DenoiseResult(run.Folder, path, some.Count, text, Error(clean.ToArray(), corrupted.ToArray()), Error(clean.ToArray(), restored.ToTensor(0, some.Count).ToArray()));
        call.Result(result, RunJson.Default.DenoiseResult, writer =>
            writer.WriteLine($"{path}: {Words.Of(result.Images, "image")} with {text}; mean squared error {result.DamagedError:0.0000} corrupted, {result.CleanedError:0.0000} restored"));
    }

    private static double Error(float[] a, float[] b) => a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Average();
}
