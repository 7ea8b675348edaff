using System.CommandLine;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Data;
using Ansatz.Formats;
using Ansatz.Random;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz denoise</c>: damages images and lets the model mend them.</summary>
internal sealed class DenoiseCommand : RunCommand
{
    private const int Columns = 10;
    private const string Standard = "gaussian:0.3";

    private readonly Option<string?> noise = NoiseOption.Create("Damage done first: gaussian:SIGMA, salt-and-pepper:SHARE, masking:SHARE, or none; by default the run's own.");
    private readonly Option<long> count = Count("How many of the images.", 20);
    private readonly Option<string> output = Conventions.OutputFile(ImageFile.Kinds, "A picture of images, damaged images and mended ones, or the three as arrays.");

    public DenoiseCommand(string name, string description) : base(name, description) => TakeOwn(noise, count, output, ForceOption());

    public override IReadOnlyList<string> Examples => ["ansatz denoise runs/denoising --noise salt-and-pepper:0.3 --out mended.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        ImageFile.Claim(path, call.Has(Conventions.Force), ".png", ".npz");
        var some = First(Images(call, run).Images, call.Value(count));
        var text = call.Value(noise) ?? (run.Config is { Noise: not "none" } own ? own.Noise : Standard);
        var clean = some.ToTensor(0, some.Count);
        var damaged = text == "none" ? clean : AutoencoderRecipe.Damage(text).Apply(clean, rng);
        var seen = Dataset.FromFloats(damaged.ToArray(), some.ExampleShape, some.Labels());
        var mended = Dataset.FromTensor(run.Model.Reconstruct(seen));
        Image[] originals = DecodedImages.Pictures(some, 0, some.Count), middle = DecodedImages.Pictures(seen, 0, some.Count), decoded = DecodedImages.Pictures(mended, 0, some.Count);
        ImageFile.Write(path, () => DecodedImages.Stacked(Columns, originals, middle, decoded), some.Labels(), ("images", originals), ("damaged", middle), ("mended", decoded));
        var result = new DenoiseResult(run.Folder, path, some.Count, text, Error(clean.ToArray(), damaged.ToArray()), Error(clean.ToArray(), mended.ToTensor(0, some.Count).ToArray()));
        call.Result(result, RunJson.Default.DenoiseResult, writer =>
            writer.WriteLine($"{path}: {Words.Of(result.Images, "image")} with {text}; mean squared error {result.DamagedError:0.0000} damaged, {result.CleanedError:0.0000} mended"));
    }

    private static double Error(float[] a, float[] b) => a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Average();
}
