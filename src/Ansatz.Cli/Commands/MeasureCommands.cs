using Ansatz.Studies.Reports;
using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Tables;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz evaluate</c>: the model's numbers on images, and their likelihood.</summary>
internal sealed class EvaluateCommand : RunCommand
{
    private readonly Option<long> samples = NumberOption.Whole("--nll-samples", "Estimate the log-likelihood with so many draws per image.", 0, 1_000_000, 0);

    private readonly Option<string?> delimiter = TableCommands.Delimiter();

    public EvaluateCommand(string name, string description) : base(name, description) => TakeOwn(samples, delimiter);
    public override IReadOnlyList<string> Examples => ["ansatz evaluate runs/mnist-dense", "ansatz evaluate runs/vae --nll-samples 5000 --json"];

    protected override void Run(Call call, SavedTable run, Rng rng) => TableCommands.Evaluate(call, run, Data(call), call.Value(delimiter), rng);

    protected override void Run(Call call, SavedMachine run, Rng rng) => MachineCommands.Evaluate(call, run, Images(call, run).Bits);

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var found = Images(call, run).Images;
        var images = AreOwn(call) ? run.Reported(found) : found;
        var draws = (int)call.Value(samples);
        if (images.Count < 2) throw new InvalidDataException($"evaluate: {Words.Of(images.Count, "image")}; expected 2 or more to measure by");
        if (draws > 0 && !run.Likelihood.IsNormalized) throw new UsageException($"evaluate: --nll-samples {draws}: a {run.Likelihood.Quantity} is no likelihood; expected a run with another --likelihood");
        var metrics = Validation.Of(run.Trained, images, AreOwn(call) ? run.ValidationStream : rng.Fork("validation"), cancellation: call.Cancellation);
        call.Cancellation.ThrowIfCancellationRequested();
        var posterior = PosteriorSummary.Of(run.Model, images);
        call.Cancellation.ThrowIfCancellationRequested();
        LogLikelihoodMetrics? likelihood = draws == 0 ? null : call.Track(progress =>
        {
            progress.Begin("estimating the likelihood", images.Count, "images");
            var estimate = ImportanceWeightedLikelihood.Of(run.Model, images, rng.Fork("likelihood"), draws, new CountReporter(progress), call.Cancellation);
            return LogLikelihoodMetrics.Of(estimate, draws);
        });
        var result = new EvaluateResult(run.Folder, images.Count, metrics.Objective, metrics["reconstruction"], EvidenceLowerBound.DivergenceIn(metrics), run.Model.Beta, run.Likelihood.Quantity, posterior.ActiveUnitCount, posterior.KlByDimension, likelihood);
        call.Result(result, RunJson.Default.EvaluateResult, writer => NumberText.Write(writer, Rows(result)));
    }

    private static IReadOnlyList<NumberRow> Rows(EvaluateResult r) =>
    [
        new("Images", $"{r.Images:#,0}", "", ""),
        new("Total", $"{r.Total:0.00}", "nats per image", ""),
        new("Reconstruction", $"{r.Reconstruction:0.00}", r.Quantity, ""),
        new("KL divergence", $"{r.Kl:0.000}", $"weight {r.Beta:0.##}", ""),
        new("Active units", $"{r.ActiveUnits}", $"of {r.KlByDimension.Count}", ""),
        new("KL by dimension", $"{r.KlByDimension.Min():0.00} to {r.KlByDimension.Max():0.00}", AutoencoderNumbers.ByDimension(r.KlByDimension), ""),
        .. r.LogLikelihood is { } l ? AutoencoderNumbers.Likelihood("NLL", l, $"Monte Carlo ± {l.MonteCarloError:0.000}, {Words.Of(l.Samples, "draw")}") : [],
    ];
}

/// <summary><c>ansatz score</c>: how anomalous images are to a model.</summary>
internal sealed class ScoreCommand : RunCommand
{
    private readonly Option<long> draws = NumberOption.Whole("--draws", "Draws of z for an image, or of the noise of a rounded row.", 1, 10_000, 4);
    private readonly Option<long?> stranger = NumberOption.Whole("--stranger", "Say how well the anomaly separates this class from the others; by default the class the run left out.", 0, 65_535);
    private readonly Option<string?> output = new("--out") { Description = "A table: row, file and label if they are known, and nats: log p or its bound, higher is more likely.", HelpName = "FILE.csv" };

    private readonly Option<string?> delimiter = TableCommands.Delimiter();

    public ScoreCommand(string name, string description) : base(name, description) => TakeOwn(draws, stranger, output, delimiter, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz score runs/without-seven --stranger 7", "ansatz score runs/photos --data new/ --out scores.csv"];

    protected override void Run(Call call, SavedTable run, Rng rng) => TableCommands.Score(call, run, Data(call), call.Value(delimiter), call.Value(output), (int)call.Value(draws), rng);

    protected override void Run(Call call, SavedMachine run, Rng rng)
    {
        var (images, bits) = Images(call, run);
        MachineCommands.Score(call, run, images, bits, call.Value(output));
    }

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        if (path is not null) OutputFile.Claim(path, call.Has(Conventions.Force));
        var images = Images(call, run).Images;
        var anomalies = Anomalies.Of(run.Model, images, rng, (int)call.Value(draws));
        if (path is not null) ImageTable.Write(path, images, ["nats"], i => [(-anomalies[i]).ToString("R", CultureInfo.InvariantCulture)]);
        float[] sorted = [.. anomalies.Select(a => (float)a)];
        var area = Area(images, anomalies, call.Value(stranger) ?? (AreOwn(call) ? run.Config?.LeaveOut : null));
        var result = new ScoreResult(run.Folder, path, images.Count, anomalies.Average(), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.95), area);
        call.Result(result, RunJson.Default.ScoreResult, writer =>
        {
            writer.WriteLine($"{Words.Of(images.Count, "image")}: mean anomaly {result.Mean:0.00} nats, median {result.Median:0.00}, 95 % up to {result.Quantile95:0.00}");
            if (area is not null) writer.WriteLine($"area under ROC {area:0.000}");
            if (path is not null) writer.WriteLine(path);
        });
    }

    private static double? Area(Dataset images, double[] anomalies, long? stranger)
    {
        if (stranger is null) return null;
        if (!images.HasLabels) throw new UsageException($"score: --stranger {stranger}: the images have no labels; expected images with labels");
        double[] Of(bool isStranger) => [.. anomalies.Where((_, i) => images.Label(i) == stranger == isStranger)];
        double[] others = Of(false), strangers = Of(true);
        if (others.Length == 0 || strangers.Length == 0) throw new UsageException($"score: --stranger {stranger}: {strangers.Length} of {images.Count} images are of this class; expected some, and some of others");
        return new RocCurve(others, strangers).Area;
    }
}

/// <summary><c>ansatz encode</c>: the posterior means of images.</summary>
internal sealed class EncodeCommand : RunCommand
{
    private readonly Option<string> output = Conventions.OutputFile("FILE.npz|FILE.csv", "The arrays means [N, latent] and, if they are known, labels [N] and files [N]; or a table.");

    public EncodeCommand(string name, string description) : base(name, description) => TakeOwn(output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz encode runs/mnist-latent8 --out codes.npz", "ansatz encode runs/photos --data new/ --out codes.csv"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = Claimed(call, output, ".npz", ".csv");
        var images = Images(call, run).Images;
        var means = run.Model.Encode(images).ToArray();
        var latent = means.Length / images.Count;
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)) WriteArrays(path, images, means, latent);
        else ImageTable.Write(path, images, [.. Enumerable.Range(1, latent).Select(j => $"z{j}")], i => means[(i * latent)..((i + 1) * latent)].Select(m => m.ToString("R", CultureInfo.InvariantCulture)));
        Report(call, run, path, images.Count);
    }

    private static void WriteArrays(string path, Dataset images, float[] means, int latent) => Npz.Write(path, archive =>
    {
        archive.Add<float>("means", [images.Count, latent], means);
        if (images.Labels() is { } labels) archive.Add<int>("labels", [labels.Length], labels);
        if (images.Files() is { } files) archive.Add("files", files);
    });
}

/// <summary><c>ansatz inspect</c>: what a run's model is.</summary>
internal sealed class InspectCommand : RunCommand
{
    public InspectCommand(string name, string description) : base(name, description) => Take();
    public override IReadOnlyList<string> Examples => ["ansatz inspect runs/mnist-conv"];

    protected override void Run(Call call, SavedTable run, Rng rng) => TableCommands.Inspect(call, run);

    protected override void Run(Call call, SavedMachine run, Rng rng) => MachineCommands.Inspect(call, run);

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
