namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz score</c>: how strange images are to a model.</summary>
internal sealed class ScoreCommand : RunCommand
{
    private readonly Option<long> draws = NumberOption.Whole("--draws", "Draws of z an image.", 1, 10_000, 4);
    private readonly Option<long?> stranger = NumberOption.Whole("--stranger", "How well the score tells this class from the others; by default the class the run left out.", 0, 65_535);
    private readonly Option<string?> output = new("--out") { Description = "A table: row, file and label if they are known, and nats: log p or its bound, higher is more likely.", HelpName = "FILE.csv" };

    public ScoreCommand(string name, string description) : base(name, description) => TakeOwn(draws, stranger, output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz score runs/without-seven --stranger 7", "ansatz score runs/photos --data new/ --out scores.csv"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        if (path is not null) OutputFile.Claim(path, call.Has(Conventions.Force));
        var images = Images(call, run).Images;
        var scores = AnomalyScores.Of(run.Model, images, rng, (int)call.Value(draws));
        if (path is not null) ImageTable.Write(path, images, ["nats"], i => [(-scores[i]).ToString("R", CultureInfo.InvariantCulture)]);
        float[] sorted = [.. scores.Select(s => (float)s)];
        var area = Area(images, scores, call.Value(stranger) ?? (AreOwn(call) ? run.Config?.LeaveOut : null));
        var result = new ScoreResult(run.Folder, path, images.Count, scores.Average(), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.95), area);
        call.Result(result, RunJson.Default.ScoreResult, writer =>
        {
            writer.WriteLine($"{Words.Of(images.Count, "image")}: mean {result.Mean:0.00}, median {result.Median:0.00}, 95 % up to {result.Quantile95:0.00} nats");
            if (area is not null) writer.WriteLine($"area under ROC {area:0.000}");
            if (path is not null) writer.WriteLine(path);
        });
    }

    private static double? Area(Dataset images, double[] scores, long? stranger)
    {
        if (stranger is null) return null;
        if (!images.HasLabels) throw new UsageException($"score: --stranger {stranger}: the images have no labels; expected images with labels");
        double[] Of(bool isStranger) => [.. scores.Where((_, i) => images.Label(i) == stranger == isStranger)];
        double[] others = Of(false), strangers = Of(true);
        if (others.Length == 0 || strangers.Length == 0) throw new UsageException($"score: --stranger {stranger}: {strangers.Length} of {images.Count} images are of this class; expected some, and some of others");
        return new RocCurve(others, strangers).Area;
    }
}
