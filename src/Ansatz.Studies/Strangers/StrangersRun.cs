using System.Security.Cryptography;

namespace Ansatz.Studies.Strangers;

/// <summary>For each class an autoencoder that never sees it, and how well its score tells the class from the others.</summary>
/// <param name="folder">The run's folder, claimed already.</param>
/// <param name="config">What to run; which class is left out is this study's affair.</param>
/// <param name="data">Its images.</param>
internal sealed class StrangersRun(string folder, AutoencoderConfig config, AutoencoderData data)
{
    private static readonly TimeSpan checkpointInterval = TimeSpan.FromSeconds(30);
    private readonly Rng rng = new((ulong)config.Seed);
    private readonly Stopwatch total = Stopwatch.StartNew();

    public StrangersOutcome Run(ProgressDisplay progress, CancellationToken cancellation)
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
            progress.Line($"without class {data.ClassNames[left]}");
            var trained = own.Trained(model);
            var training = new Trainer(own.Options(), rng.Fork("training").Fork(left)).Train(
                trained, images.Training, null, new Checkpoint(Path.Combine(folder, "checkpoint", $"class-{left}"), checkpointInterval) { AllowsMoreEpochs = true },
                new TrainingReporter(progress, images.Training.Count, "images", folder: null), cancellation);
            trainSeconds += training.Seconds;
            Calibration.Apply(model, trained, images.Training, rng.Fork("calibration").Fork(left), cancellation);

            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var scores = AnomalyScores.Of(model, images.Scored, rng.Fork("scores").Fork(left), cancellation: cancellation);
            double[] Of(bool isStranger) => [.. scores.Where((_, i) => images.Scored.Label(i) == left == isStranger)];
            double[] others = Of(false), strangers = Of(true);
            curves.Add(new RocCurve(others, strangers));
            areas.Add(new ClassArea(left, data.ClassNames[left], curves[^1].Area, others.Average(), strangers.Average()));
            hashes.Append(ParametersHash.Of(model.Parameters()));
            evaluateSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            progress.Line($"class {data.ClassNames[left]}: area under ROC {curves[^1].Area:0.000}");
        }
        cancellation.ThrowIfCancellationRequested();
        var drawing = Stopwatch.GetTimestamp();
        Draw(areas, curves);
        var metrics = new StrangersMetrics(config.Study, config.Source.Data, config.Seed, areas, areas.Average(a => a.Area), Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{hashes}"))),
            new AutoencoderSeconds(trainSeconds, evaluateSeconds, Stopwatch.GetElapsedTime(drawing).TotalSeconds, total.Elapsed.TotalSeconds), (int)config.Epochs);
        return new StrangersOutcome(metrics);
    }

    private void Draw(List<ClassArea> areas, List<RocCurve> curves)
    {
        var figures = Directory.CreateDirectory(Path.Combine(folder, "figures")).FullName;
        File.WriteAllText(Path.Combine(figures, "roc.svg"), new Chart
        {
            Title = "Telling the class that was left out",
            X = new Axis("images of the other classes above the score") { Min = 0, Max = 1 },
            Y = new Axis("images of the class above the score") { Min = 0, Max = 1 },
            HasEqualScales = true,
            Width = 620,
            Height = 600,
            Marks = [.. curves.Select((c, i) => new Line(areas[i].Name, [.. c.Points.Select(p => p.False)], [.. c.Points.Select(p => p.True)]))],
        }.ToSvg());
        File.WriteAllText(Path.Combine(figures, "areas.svg"), new Chart
        {
            Title = "Area under ROC",
            X = new Axis("class left out"),
            Y = new Axis("area") { Min = 0, Max = 1 },
            Marks = [new Bars(null, [.. areas.Select(a => a.Name)], [.. areas.Select(a => a.Area)]), ReferenceLine.Horizontal("chance", 0.5)],
        }.ToSvg());
    }
}

/// <summary>What the study leaves in memory for its report.</summary>
internal sealed record StrangersOutcome(StrangersMetrics Metrics);
