using Ansatz.Benchmarks.Machine;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>
/// One step, ours and the peer's in turn for some rounds, so that a disturbance of the machine affects both. In the first round each peer tries all its settings,
/// then only those that took at most 1.15 times as long as its best. The ratio is against the fastest peer.
/// </summary>
/// <param name="name">The step.</param>
/// <param name="threads">Threads that either may use.</param>
/// <param name="pace">How many rounds, and how long.</param>
internal sealed class Race(string name, int threads, Pace pace)
{
    private const double CandidateLimit = 1.15;

    private readonly List<double> ours = [];
    private readonly Dictionary<PeerSetting, List<double>> theirs = [];
    private readonly List<double> cacheLines = [];
    private double work;

    public Row Run(Step step, StepClock clock, Peers peers, Peaks peaks)
    {
        foreach (var library in peers.Of(name))
            foreach (var setting in PeerSetting.All(library, threads, Library.HasImages(name))) theirs[setting] = [];
        for (var round = 0; round < pace.Rounds; round++)
        {
            peaks.Observe(threads);
            if (threads > 1 && CacheLine.Measure() is var line && !double.IsNaN(line)) cacheLines.Add(line);
            ours.Add(clock.Median(threads, pace.Seconds));
            foreach (var setting in Candidates())
            {
                (var seconds, work) = peers.Of(setting).Measure(name, setting, pace.Seconds);
                theirs[setting].Add(seconds);
            }
        }
        double our = StepClock.Median(ours), rate = step.WorkPerRun / our;
        // The best setting of each library, the best library first.
        var best = theirs.GroupBy(t => t.Key.Library).Select(settings => settings.MinBy(t => StepClock.Median(t.Value))).OrderBy(t => StepClock.Median(t.Value)).ToArray();
        double? peer = best.Length == 0 ? null : work / StepClock.Median(best[0].Value);
        return new Row(name, threads, rate, peer, step.Unit, rate / peer)
        {
            Gigaflops = step.FlopsPerRun > 0 ? step.FlopsPerRun / our / 1e9 : null,
            PeerName = best.Length == 0 ? "no peer" : string.Join("; ", best.Select((t, i) => i == 0 ? $"{t.Key}" : $"{t.Key}: {Table.Number(work / StepClock.Median(t.Value))}")),
            Megabytes = step.BytesPerRun > 0 ? step.BytesPerRun / 1e6 : null,
            GigabytesPerSecond = step.BytesPerRun > 0 ? step.BytesPerRun / 1e9 / our : null,
            Spread = SpreadOf(ours),
            CacheLine = cacheLines.Count > 0 ? StepClock.Median(cacheLines) : null,
        };
    }

    private PeerSetting[] Candidates()
    {
        if (theirs.Values.All(t => t.Count == 0)) return [.. theirs.Keys];
        return [.. theirs.GroupBy(t => t.Key.Library).SelectMany(settings =>
        {
            var best = settings.Min(t => StepClock.Median(t.Value));
            return settings.Where(t => StepClock.Median(t.Value) <= CandidateLimit * best).Select(t => t.Key);
        })];
    }

    private static double SpreadOf(List<double> times)
    {
        double[] sorted = [.. times.Order()];
        return (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / 2 / StepClock.Median(times);
    }
}

/// <summary>The number and length of measurements.</summary>
/// <param name="Rounds">The number of rounds; each measures ours, then theirs.</param>
/// <param name="Seconds">The length of one measurement.</param>
internal sealed record Pace(int Rounds, double Seconds)
{
    public static Pace Full { get; } = new(7, 1);

    public static Pace Quick { get; } = new(2, 0.2);
}
