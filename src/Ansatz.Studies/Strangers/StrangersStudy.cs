using System.Security.Cryptography;

namespace Ansatz.Studies.Strangers;

/// <summary><c>study mnist-strangers</c>: for each class an autoencoder that has not seen it, and whether the class is an anomaly to it.</summary>
internal sealed class StrangersStudy() : ImageStudy("mnist-strangers", standard, [.. OfNetwork, "recipe", "leave-out", "nll-samples"])
{
    private const int Epochs = 3;
    private static readonly AutoencoderConfig standard = ImageStudies.Convolutional.Standard with { Epochs = Epochs };

    public override IReadOnlyList<string> Examples => ["ansatz study mnist-strangers", "ansatz study mnist-strangers --data fashion-mnist --latent 8 --epochs 5"];

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var (config, images) = Fit(earlier ?? Standard, given, console, isNew: earlier is null);
        if (images.ClassNames.Count < 2) throw new UsageException($"{Command}: the images have {(images.ClassNames.Count == 1 ? "1 class" : "no classes")}; expected images with labels of 2 or more");
        for (var c = 0; c < images.ClassNames.Count; c++)
            if (!Enumerable.Range(0, images.Scored.Count).Any(i => images.Scored.Label(i) == c)) throw new UsageException($"{Command}: no test image is of class {c}; expected some of every class, so more images");
        return (config, images);
    }

    protected override Finding Work(RunContext run, AutoencoderConfig config, AutoencoderData data) => StrangersReport.Finding(new StrangersRun(run, config, data).Run(), config, run.Origin);
}

/// <summary>For each class an autoencoder that never sees it, and how well its anomaly separates the class from the others.</summary>
/// <param name="config">What to run; which class is left out is this study's affair.</param>
internal sealed class StrangersRun(RunContext run, AutoencoderConfig config, AutoencoderData data)
{
    private readonly Rng rng = new((ulong)config.Seed);

    public StrangersMetrics Run()
    {
        var areas = new List<ClassArea>();
        var curves = new List<RocCurve>();
        var hashes = new StringBuilder();
        double trainSeconds = 0, evaluateSeconds = 0;
        for (var left = 0; left < data.ClassNames.Count; left++)
        {
            var own = config with { LeaveOut = left };
            var images = data.For(own);
            var model = own.Model();
            model.Initialize(rng.Fork("weights").Fork(left));
            run.Progress.Line($"without class {data.ClassNames[left]}");
            var trained = own.Trained(model);
            var training = run.Train(new Trainer(own.Options(), rng.Fork("training").Fork(left)), trained, images.Training, null, part: $"class-{left}");
            trainSeconds += training.Seconds;
            Calibration.Apply(model, trained, images.Training, rng.Fork("calibration").Fork(left), run.Cancellation);

            run.Cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var anomalies = Anomalies.Of(model, images.Scored, rng.Fork("scores").Fork(left), cancellation: run.Cancellation);
            double[] Of(bool isStranger) => [.. anomalies.Where((_, i) => images.Scored.Label(i) == left == isStranger)];
            double[] others = Of(false), strangers = Of(true);
            curves.Add(new RocCurve(others, strangers));
            areas.Add(new ClassArea(left, data.ClassNames[left], curves[^1].Area, others.Average(), strangers.Average()));
            hashes.Append(ParametersHash.Of(model.Parameters()));
            evaluateSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            run.Progress.Line($"class {data.ClassNames[left]}: area under ROC {curves[^1].Area:0.000}");
        }
        var figureSeconds = run.DrawFigures(folder => DrawFigures(folder, areas, curves));
        return new StrangersMetrics(config.Study, config.Source.Data, config.Seed, areas, areas.Average(a => a.Area), Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{hashes}"))),
            new AutoencoderSeconds(trainSeconds, evaluateSeconds, figureSeconds, run.TotalSeconds), (int)config.Epochs);
    }

    private static void DrawFigures(string folder, List<ClassArea> areas, List<RocCurve> curves)
    {
        File.WriteAllText(Path.Combine(folder, "roc.svg"), Draw.Roc("The class that was left out against the others", "images of the other classes above the threshold", "images of the class above the threshold", 620, 600,
            [.. curves.Select((c, i) => Draw.Curve(areas[i].Name, c))]));
        File.WriteAllText(Path.Combine(folder, "areas.svg"), Draw.Chart("Area under ROC", new Axis("class left out"), new Axis("area") { Min = 0, Max = 1 },
            new Bars(null, [.. areas.Select(a => a.Name)], [.. areas.Select(a => a.Area)]), ReferenceLine.Horizontal("chance", 0.5)));
    }
}

/// <summary>What the study of strangers found: its <c>metrics.json</c>, and what <c>--json</c> prints.</summary>
/// <param name="Areas">For each class, the area under the ROC curve of the model that never saw it.</param>
/// <param name="MeanArea">Over the classes.</param>
/// <param name="ParametersSha256">The hash of all models' weights, in the order of the classes.</param>
/// <param name="Epochs">Epochs each model trained.</param>
internal sealed record StrangersMetrics(
    string Study, string Data, long Seed, IReadOnlyList<ClassArea> Areas, double MeanArea, string ParametersSha256, AutoencoderSeconds Seconds, int Epochs);

/// <param name="Total">Reconstruction + β·KL of the classes that trained, nats per image.</param>
/// <param name="StrangerTotal">The same for the class that did not.</param>
internal sealed record ClassArea(int Class, string Name, double Area, double Total, double StrangerTotal);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(StrangersMetrics))]
internal sealed partial class StrangersJson : JsonSerializerContext;
