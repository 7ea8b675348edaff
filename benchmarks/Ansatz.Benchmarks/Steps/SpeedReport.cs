using System.Diagnostics;
using Ansatz.Benchmarks.Machine;

namespace Ansatz.Benchmarks.Steps;

/// <summary>One step by itself: its speed in one line, or where its time goes.</summary>
internal static class SpeedReport
{
    private const double Seconds = 2;

    public static void Speed(string name, int threads)
    {
        var step = StepTable.Make(name);
        var seconds = new StepClock(step).Median(threads, Seconds);
        Console.WriteLine($"{name}, {threads} threads: {seconds * 1e3:F3} ms, {step.WorkARun / seconds:N1} {step.Unit}; a cache line takes {CacheLine.Measure():F0} ns between cores");
        if (step.FlopsARun > 0)
            Console.WriteLine($"{step.FlopsARun / 1e9:F2} GFLOP a run, {step.FlopsARun / seconds / 1e9:F0} GFLOP/s, {step.FlopsARun / seconds / 1e9 / FmaPeak.Measure(threads):F2} of the peak");
        if (step.BytesARun > 0) Console.WriteLine($"{step.BytesARun / 1e6:F1} MB a run, {step.BytesARun / seconds / 1e9:F1} GB/s; a copy takes {MemoryPeak.Measure(threads):F1}");
    }

    public static void WhereTimeGoes(string name, int threads)
    {
        if (StepTable.Make(name) is not TrainingStep step) throw new ArgumentException($"'{name}' is no training step, and has no ops to tell apart");
        new StepClock(step).Median(threads, Seconds / 4);
        step.Profile = new Profile();
        var count = 0;
        for (var total = Stopwatch.StartNew(); total.Elapsed.TotalSeconds < Seconds; count++) step.Run();
        step.Profile.Print(count, Console.Out);
    }
}
