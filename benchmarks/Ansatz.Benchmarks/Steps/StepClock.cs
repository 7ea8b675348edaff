using System.Diagnostics;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>Measures the time of a step: it runs repeatedly for some time, and the median is not affected by a short disturbance.</summary>
internal sealed class StepClock(Step step)
{
    // Enough calls and time for the runtime to compile the loops with full optimization.
    private const int WarmUpRuns = 40;
    private static readonly TimeSpan warmUpTime = TimeSpan.FromSeconds(0.6);

    private bool isWarm;

    /// <summary>The median of a run's seconds.</summary>
    /// <param name="threads">Threads of the library.</param>
    /// <param name="seconds">How long to measure; at least one run.</param>
    public double Median(int threads, double seconds)
    {
        Parallelism.ThreadCount = threads;
        WarmUp();
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        do
        {
            var start = Stopwatch.GetTimestamp();
            step.Run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (total.Elapsed.TotalSeconds < seconds);
        return Median(times);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // If a run takes long, three are enough.
    private void WarmUp()
    {
        if (isWarm) return;
        isWarm = true;
        var total = Stopwatch.StartNew();
        for (var i = 0; i < WarmUpRuns && (i < 3 || total.Elapsed < 3 * warmUpTime); i++) step.Run();
        while (total.Elapsed < warmUpTime) step.Run();
    }
}
