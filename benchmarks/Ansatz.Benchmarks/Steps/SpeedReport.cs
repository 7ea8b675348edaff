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
        Console.WriteLine($"{name}, {threads} threads: {seconds * 1e3:F3} ms, {step.WorkPerRun / seconds:N1} {step.Unit}; a cache line takes {CacheLine.Measure():F0} ns between cores");
        if (step.FlopsPerRun > 0)
            Console.WriteLine($"{step.FlopsPerRun / 1e9:F2} GFLOP per run, {step.FlopsPerRun / seconds / 1e9:F0} GFLOP/s, {step.FlopsPerRun / seconds / 1e9 / FmaPeak.Measure(threads):F2} of the peak");
        if (step.BytesPerRun > 0) Console.WriteLine($"{step.BytesPerRun / 1e6:F1} MB per run, {step.BytesPerRun / seconds / 1e9:F1} GB/s; a copy takes {MemoryPeak.Measure(threads):F1}");
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
