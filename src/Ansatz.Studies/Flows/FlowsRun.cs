using System.Security.Cryptography;
using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary>Trains each family on each toy with fresh points at each step, and measures it against the exact density.</summary>
internal sealed class FlowsRun(RunContext run, FlowsConfig config)
{
    private const int StandardizingCount = 10_000;
    private const double LargestGradient = 5;

    public FlowsMetrics Run()
    {
        var (progress, cancellation) = (run.Progress, run.Cancellation);
        var rows = new List<FlowsRow>();
        var hashes = new StringBuilder();
        var farNaNs = 0;
        double measureSeconds = 0, figureSeconds = 0;
        var figures = Directory.CreateDirectory(run.Origin.Figures).FullName;
        foreach (var toy in FlowToy.All.Where(t => config.Toys.Contains(t.Name)))
        {
            // The random streams of a row depend on its names alone, so a run of one row repeats that row of the whole study.
            var rng = new Rng((ulong)config.Seed).Fork(toy.Name);
            var start = Stopwatch.GetTimestamp();
            var measure = new FlowsMeasure(toy, rng.Fork("measure"), (int)config.Points, cancellation);
            var picture = new FlowsFigures(toy, rng.Fork("picture"));
            measureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            foreach (var family in FlowFamily.All.Where(f => config.Families.Contains(f.Name)))
            {
                progress.Line($"{toy.Name}, {family.Name}");
                var (flow, seconds) = Train(toy, family, rng.Fork(family.Name));
                hashes.Append(ParametersHash.Of(flow.Parameters()));
                var file = FlowsStudy.ModelOf(run.Folder, toy.Name, family.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                ModelFile.Save(flow, file);

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
            new FlowsSeconds(rows.Sum(r => r.Seconds.Train), measureSeconds, figureSeconds, run.TotalSeconds), 1, config.Steps);
    }

    private (Flow Flow, double Seconds) Train(FlowToy toy, FlowFamily family, Rng rng)
    {
        var flow = family.Make();
        flow.Initialize(rng.Fork("weights"));
        flow.Standardize(new FlowToyExamples(toy, rng.Fork("standardize"), StandardizingCount));
        var options = new TrainerOptions
        {
            EpochCount = 1,
            BatchSize = (int)config.Batch,
            ShardCount = (int)config.Shards,
            Optimizer = new Adam(),
            LearningRate = new CosineSchedule(family.LearningRate, 1),
            ClipNorm = LargestGradient,
        };
        // One epoch has the points of all steps of the family.
        var count = checked(family.Steps(config.Steps) * (int)config.Batch);
        var state = run.Train(new Trainer(options, rng.Fork("training")), flow, new FlowToyExamples(toy, rng.Fork("points"), count), null, "points", Path.Combine(toy.Name, family.Name));
        return (flow, state.Seconds);
    }
}
