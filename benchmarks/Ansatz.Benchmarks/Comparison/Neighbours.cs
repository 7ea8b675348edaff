using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>
/// One step beside none, one and two busy processes. On c cores, t threads beside b busy ones get the share min(1, c/(t + b)) of each, so a step should
/// take (t + b)/c as long where that is above 1, and not more: a team of threads that wait for each other by spinning takes far longer.
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
        using var peers = new Peers(options.Python, options.PeerScript);
        var library = Peers.LibraryOf(name);
        PeerSetting[] settings = [new(threads, IsPassive: false, library.HasImages), new(threads, IsPassive: true, library.HasImages)];
        double Ours() => clock.Median(threads, Seconds);
        double Theirs(PeerSetting setting) => peers.Of(setting).Measure(name, setting, Seconds).Seconds;

        double oursAlone = Ours();
        double[] theirsAlone = [.. settings.Select(Theirs)];
        Console.WriteLine($"{name} on {threads} threads of {Environment.ProcessorCount} cores; times as long as alone ({oursAlone * 1e3:F1} ms; {library.Name} {string.Join(", ", theirsAlone.Select(s => $"{s * 1e3:F1} ms"))})");
        Console.WriteLine($"| busy processes | fair share | ours | {string.Join(" | ", settings.Select(s => $"{library.Name}, {s}"))} |");
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
