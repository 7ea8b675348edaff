using System.Diagnostics;
using Ansatz.Benchmarks.Comparison;

namespace Ansatz.Benchmarks.Checkouts;

/// <summary>
/// Compares the speed of two checkouts, step by step, in pairs of runs: one run of each, one directly after the other, each pair in the opposite order of the last.
/// A round measures one pair of every step, so a disturbance of a minute changes few pairs of each step instead of all pairs of one.
/// </summary>
internal sealed class CheckoutComparison(CheckoutOptions options)
{
    private readonly Dictionary<(string Step, int Threads), List<double>> ratios = [], before = [];

    /// <summary>Measures, then prints a table. True if no step is slower.</summary>
    public bool Run()
    {
        var start = Stopwatch.GetTimestamp();
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            foreach (var step in options.Steps) MeasurePair(step, isBeforeFirst: pair % 2 == 0);
            Console.Error.WriteLine($"pair {pair + 1} of {options.Pairs}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        Console.WriteLine("| step                        | threads |     before | after / before |  95 % interval | verdict       |");
        Console.WriteLine("| --------------------------- | ------: | ---------: | -------------: | -------------: | ------------- |");
        var isSlower = false;
        foreach (var ((step, threads), values) in ratios)
        {
            var interval = RatioInterval.Of(values);
            var verdict = options.Pairs < RatioInterval.FewestRatios ? "too few pairs" : interval.Low >= options.Limit ? "slower" : interval.High < 1 ? "faster" : "–";
            isSlower |= verdict == "slower";
            var earlier = RatioInterval.Of(before[(step, threads)]).Median;
            var time = step == WholeRuns.Memory ? $"{earlier / (1 << 20):F0} MiB" : $"{earlier * 1e3:F3} ms";
            Console.WriteLine($"| {step,-27} | {threads,7} | {time,10} | {interval.Median,14:F3} | {interval.Low,6:F3}–{interval.High,-7:F3} | {verdict,-13} |");
        }
        return !isSlower;
    }

    private void MeasurePair(string step, bool isBeforeFirst)
    {
        var threads = SideBySide.ThreadsOf(step);
        var first = (isBeforeFirst ? options.Before : options.After).Measure(step, threads, options.Seconds).ToArray();
        var second = (isBeforeFirst ? options.After : options.Before).Measure(step, threads, options.Seconds).ToArray();
        foreach (var ((count, earlier), (_, later)) in isBeforeFirst ? first.Zip(second) : second.Zip(first))
        {
            ListOf(before, (step, count)).Add(earlier);
            ListOf(ratios, (step, count)).Add(later / earlier);
        }
    }

    private static List<double> ListOf(Dictionary<(string Step, int Threads), List<double>> lists, (string Step, int Threads) row)
    {
        if (!lists.TryGetValue(row, out var list)) lists.Add(row, list = []);
        return list;
    }
}
