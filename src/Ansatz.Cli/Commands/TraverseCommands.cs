namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz interpolate</c>: from one image to another through the latent space.</summary>
internal sealed class InterpolateCommand : RunCommand
{
    private const int FrameMilliseconds = 80;
    private readonly Option<long> first = NumberOption.Whole("--from", "Which image, counted from 0.", 0, int.MaxValue, 0);
    private readonly Option<long> last = NumberOption.Whole("--to", "Which other image.", 0, int.MaxValue, 1);
    private readonly Option<long> steps = NumberOption.Whole("--steps", "Decoded images, ends included.", 2, 10_000, 11);
    private readonly Option<bool> isAnimated = Conventions.Flag("--animate", "An animated PNG instead of a row.");
    private readonly Option<string> output = Conventions.OutputFile("FILE.png", "The row, from one image's code to the other's.");

    public InterpolateCommand(string name, string description) : base(name, description) => TakeOwn(first, last, steps, isAnimated, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz interpolate runs/mnist-latent8 --from 0 --to 7 --steps 10 --out way.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var (a, b, n) = (call.Value(first), call.Value(last), (int)call.Value(steps));
        var path = Claimed(call, output, ".png");
        var images = Images(call, run).Images;
        if (a >= images.Count || b >= images.Count) throw new UsageException($"interpolate: --from {a} --to {b}; expected 0 to {images.Count - 1}, the images there are");
        var codes = run.Model.Encode(images.Pick([(int)a, (int)b])).ToArray();
        var dimension = codes.Length / 2;
        var points = new float[n * dimension];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < dimension; j++) points[i * dimension + j] = codes[j] + (codes[dimension + j] - codes[j]) * i / (n - 1);
        // A conditional decoder is told the nearer image's class.
        int[]? labels = run.ClassCount == 0 ? null : [.. Enumerable.Range(0, n).Select(i => images.Label((int)(2 * i < n ? a : b)))];
        var decoded = run.Decoded.Decode(points, labels);
        if (call.Value(isAnimated)) AnimatedPng.Write(path, decoded.Select(d => ImageGrid.Fitted([d], 1).ToImage()), FrameMilliseconds);
        else Png.Write(path, ImageGrid.Fitted([.. images.Slice((int)a, 1).ToImages(), .. decoded, .. images.Slice((int)b, 1).ToImages()], n + 2).ToImage());
        Report(call, run, path, n);
    }
}

/// <summary><c>ansatz traverse</c>: what each latent dimension does, or two of them together.</summary>
internal sealed class TraverseCommand : RunCommand
{
    private const int MostRows = 32;
    private readonly Option<IReadOnlyList<int>?> dimensions = NumberOption.List("--plane", "Two dimensions, counted from 1, on a grid; by default a row for every dimension.", 1, 4096, 2);
    private readonly Option<long> side = NumberOption.Whole("--steps", "Points from −3 to 3.", 2, 101, 11);
    private readonly Option<string?> label = ClassOption("the middle one");
    private readonly Option<string> output = Conventions.OutputFile("FILE.svg|FILE.png", "Rows by dimension (.svg), or the grid of --plane (.png).");

    public TraverseCommand(string name, string description) : base(name, description) => TakeOwn(dimensions, side, label, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz traverse runs/mnist-latent8 --out rows.svg", "ansatz traverse runs/mnist-conv --plane 1,2 --steps 15 --out plane.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var shown = Class(run, call.Value(label), run.ClassCount / 2);
        var steps = (int)call.Value(side);
        var latent = run.Model.LatentShape.Size;
        if (call.Value(dimensions) is { } pair)
        {
            if (pair.Count != 2 || pair.Any(d => d > latent) || pair[0] == pair[1]) throw new UsageException($"traverse: --plane {string.Join(',', pair)}; expected two different dimensions of 1 to {latent}");
            var picture = Claimed(call, output, ".png");
            Png.Write(picture, run.Decoded.Plane(steps, pair[0] - 1, pair[1] - 1, shown).ToImage());
            Report(call, run, picture, steps * steps);
            return;
        }
        var path = Claimed(call, output, ".svg");
        var posterior = PosteriorSummary.Of(run.Model, Images(call, run).Images);
        int[] rows = [.. posterior.ByDivergence.Take(Math.Min(MostRows, latent))];
        File.WriteAllText(path, run.Decoded.Traversals(rows, [.. rows.Select(j => $"{DecodedImages.Name(j)}  {posterior.KlByDimension[j]:0.00}")], steps, shown).ToSvg());
        Report(call, run, path, rows.Length * steps);
    }
}
