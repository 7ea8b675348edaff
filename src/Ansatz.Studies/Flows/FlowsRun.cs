using System.Security.Cryptography;
using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary>Trains each family on each toy with fresh points at each step, and measures it against the exact density.</summary>
/// <param name="folder">The run's folder, claimed already.</param>
/// <param name="config">What to run.</param>
internal sealed class FlowsRun(string folder, FlowsConfig config)
{
    private const int StandardizingCount = 10_000;
    private const double LargestGradient = 5;

    private readonly Stopwatch total = Stopwatch.StartNew();

    public FlowsMetrics Run(ProgressDisplay progress, CancellationToken cancellation)
    {
        var rows = new List<FlowsRow>();
        var hashes = new StringBuilder();
        var farNaNs = 0;
        double measureSeconds = 0, figureSeconds = 0;
        var figures = Directory.CreateDirectory(Path.Combine(folder, "figures")).FullName;
        foreach (var toy in FlowToy.All.Where(t => config.Toys.Contains(t.Name)))
        {
            // A row's streams hang on its names alone: a run of one row gives the row of the whole study.
            var rng = new Rng((ulong)config.Seed).Fork(toy.Name);
            var start = Stopwatch.GetTimestamp();
            var measure = new FlowsMeasure(toy, rng.Fork("measure"), (int)config.Points, cancellation);
            var picture = new FlowsFigures(toy, rng.Fork("picture"));
            measureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            foreach (var family in FlowFamily.All.Where(f => config.Families.Contains(f.Name)))
            {
                progress.Line($"{toy.Name}, {family.Name}");
                var (flow, seconds) = Train(toy, family, rng.Fork(family.Name), progress, cancellation);
                hashes.Append(ParametersHash.Of(flow.Parameters()));

                progress.Begin("measuring");
                start = Stopwatch.GetTimestamp();
                var (row, count) = measure.Of(flow, toy.Name, family.Name, seconds);
                rows.Add(row);
                farNaNs += count;
                measureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
                start = Stopwatch.GetTimestamp();
                picture.Add(family.Name, flow, cancellation);
                figureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
                progress.End();
                progress.Line($"{toy.Name}, {family.Name}: KL {row.Kl:0.0000} ± {row.StandardError:0.0000}");
            }
            File.WriteAllText(Path.Combine(figures, $"{toy.Name}.svg"), picture.ToSvg());
        }
        return new FlowsMetrics(config.Study, config.Seed, rows, farNaNs, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{hashes}"))),
            new FlowsSeconds(rows.Sum(r => r.Seconds.Train), measureSeconds, figureSeconds, total.Elapsed.TotalSeconds), 1, config.Steps);
    }

    private (Flow Flow, double Seconds) Train(FlowToy toy, FlowFamily family, Rng rng, ProgressDisplay progress, CancellationToken cancellation)
    {
        var flow = family.Make();
        flow.Initialize(rng.Fork("weights"));
        flow.Standardize(new FlowToyExamples(toy, rng.Fork("standardize"), StandardizingCount));
        var options = new TrainerOptions
        {
            EpochCount = 1,
            BatchSize = (int)config.Batch,
            Optimizer = new Adam(),
            LearningRate = new CosineSchedule(family.LearningRate, 1),
            ClipNorm = LargestGradient,
        };
        // One epoch of as many points as its steps take.
        var count = checked(family.Steps(config.Steps) * (int)config.Batch);
        var state = new Trainer(options, rng.Fork("training")).Train(flow, new FlowToyExamples(toy, rng.Fork("points"), count), null,
            RunFiles.CheckpointOf(folder, Path.Combine(toy.Name, family.Name)), new TrainingReporter(progress, count, "points", folder: null), cancellation);
        return (flow, state.Seconds);
    }
}
