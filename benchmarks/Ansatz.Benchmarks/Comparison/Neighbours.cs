using Ansatz.Benchmarks.Machine;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>
/// One step beside zero, one and two busy processes. On c cores with b busy threads, each of t threads gets the share min(1, c/(t + b)) of a core. So a step
/// should take at most max(1, (t + b)/c) times as long. Threads that spin while they wait for each other take far longer.
/// </summary>
internal static class Neighbours
{
    private const int MostNeighbours = 2;
    private const double Seconds = 3;

    /// <summary>How much longer than the fair share is still proportionate.</summary>
    private const double Tolerance = 1.3;

    /// <summary>Prints a table; true if our step stayed within the tolerance.</summary>
    public static bool Run(string name, Options options)
    {
        var threads = Environment.ProcessorCount;
        var step = StepTable.Make(name);
        var clock = new StepClock(step);
        var peaks = new Peaks();
        peaks.Observe(1);
        using var peers = new Peers(options, peaks);
        PeerSetting[] settings = [.. peers.Of(name).SelectMany(library => new[] { false, true }.Select(isPassive => new PeerSetting(library, threads, isPassive, Library.HasImages(name))))];
        double Ours() => clock.Median(threads, Seconds);
        double Theirs(PeerSetting setting) => peers.Of(setting).Measure(name, setting, Seconds).Seconds;

        double oursAlone = Ours();
        double[] theirsAlone = [.. settings.Select(Theirs)];
        Console.WriteLine($"{name} on {threads} threads of {Environment.ProcessorCount} cores; times as long as alone ({oursAlone * 1e3:F1} ms; {string.Join(", ", theirsAlone.Select(s => $"{s * 1e3:F1} ms"))})");
        Console.WriteLine($"| busy processes | fair share | ours | {string.Join(" | ", settings.Select(s => $"{s}"))} |");
        Console.WriteLine($"| ---: | ---: | ---: |{string.Concat(settings.Select(_ => " ---: |"))}");
        var isProportionate = true;
        for (var busy = 1; busy <= MostNeighbours; busy++)
        {
            using var neighbours = new BusyProcesses(busy);
            var fair = Math.Max(1, (double)(threads + busy) / Environment.ProcessorCount);
            var ours = Ours() / oursAlone;
            isProportionate &= ours <= Tolerance * fair;
            var theirs = settings.Select((s, i) => $"{Theirs(s) / theirsAlone[i]:F2} ×");
            Console.WriteLine($"| {busy} | {fair:F2} × | {ours:F2} × | {string.Join(" | ", theirs)} |");
        }
        return isProportionate;
    }
}
