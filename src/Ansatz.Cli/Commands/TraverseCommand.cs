namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz traverse</c>: what each latent dimension does, or two of them together.</summary>
internal sealed class TraverseCommand : RunCommand
{
    private const int MostRows = 32;
    private readonly Option<IReadOnlyList<int>?> dimensions = NumberOption.List("--plane", "Two dimensions, counted from 1, on a grid; by default a row for every dimension.", 1, 4096, 2);
    private readonly Option<long> side = NumberOption.Whole("--steps", "Points from −3 to 3.", 2, 101, 11);
    private readonly Option<string?> label = ClassOption().Showing("the middle one");
    private readonly Option<string> output = Conventions.OutputFile("FILE.svg|FILE.png", "Rows by dimension (.svg), or the grid of --plane (.png).");

    public TraverseCommand(string name, string description) : base(name, description) => TakeOwn(dimensions, side, label, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz traverse runs/mnist-latent8 --out rows.svg", "ansatz traverse runs/mnist-conv --plane 1,2 --steps 15 --out plane.png"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        var shown = Class(run, call.Value(label), run.ClassCount / 2);
        var steps = (int)call.Value(side);
        var latent = run.Model.LatentShape.Size;
        if (call.Value(dimensions) is { } pair)
        {
            if (pair.Count != 2 || pair.Any(d => d > latent) || pair[0] == pair[1]) throw new UsageException($"traverse: --plane {string.Join(',', pair)}; expected two different dimensions of 1 to {latent}");
            ImageFile.Claim(path, call.Has(Conventions.Force), ".png");
            Png.Write(path, run.Decoded.Plane(steps, pair[0] - 1, pair[1] - 1, shown));
            Report(call, run, path, steps * steps);
            return;
        }
        ImageFile.Claim(path, call.Has(Conventions.Force), ".svg");
        var posterior = PosteriorSummary.Of(run.Model, Images(call, run).Images);
        int[] rows = [.. posterior.ByDivergence.Take(Math.Min(MostRows, latent))];
        File.WriteAllText(path, run.Decoded.Traversals(rows, [.. rows.Select(j => $"{DecodedImages.Name(j)}  {posterior.KlByDimension[j]:0.00}")], steps, shown));
        Report(call, run, path, rows.Length * steps);
    }
}
