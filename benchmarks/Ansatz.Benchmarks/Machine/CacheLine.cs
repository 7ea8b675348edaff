using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ansatz.Benchmarks.Machine;

/// <summary>
/// How long a cache line takes from one core to another: about 50 ns if the cores share a cache, otherwise four times as long. The host of a virtual machine may
/// move its cores while it runs, and every step on two threads then changes its speed.
/// </summary>
internal static class CacheLine
{
    private const int Stretches = 40;
    private const int Length = 250;

    /// <summary>Nanoseconds one way, the best of some tries; NaN if the two threads never ran at the same time.</summary>
    public static double Measure()
    {
        if (Environment.ProcessorCount == 1) return double.NaN;
        var line = new StrongBox<long>();
        var answering = true;
        var partner = new Thread(() =>
        {
            while (Volatile.Read(ref answering))
                if (Volatile.Read(ref line.Value) is var seen && seen % 2 == 1) Volatile.Write(ref line.Value, seen + 1);
        })
        { IsBackground = true };
        partner.Start();
        var best = double.NaN;
        for (var i = 0; i < Stretches; i++)
            if (Stretch(line) is { } nanoseconds) best = double.MinNumber(best, nanoseconds);
        Volatile.Write(ref answering, false);
        partner.Join();
        return best;
    }

    // Null if the other thread did not answer within a millisecond: it waits for the same core.
    private static double? Stretch(StrongBox<long> line)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Length; i++)
        {
            var asked = line.Value | 1;
            Volatile.Write(ref line.Value, asked);
            while (Volatile.Read(ref line.Value) == asked)
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds > 1) return null;
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (2 * Length);
    }
}
