using System.Diagnostics;
using Ansatz.Mpi;

namespace Ansatz.Benchmarks.Workers;

/// <summary>The constants of docs/scaling.md: the time of a message by its length, between the first two processes that <c>mpirun</c> has started.</summary>
/// <remarks>Latency α is half of a round trip of 8 bytes. Bandwidth β is what a long message adds: (n₂ − n₁)/(t₂ − t₁).</remarks>
internal static class Messages
{
    private const int Short = 8, Long = 16 << 20;

    public static void Run()
    {
        using var workers = new MpiCommunicator();
        if (workers.Count < 2) throw new ArgumentException("messages: found 1 process; expected 2, started by mpirun.");
        double alpha = Seconds(workers, Short, 5000), half = Seconds(workers, Long / 2, 30), whole = Seconds(workers, Long, 30);
        var broadcast = Broadcast(workers, Long, 30);
        if (workers.Rank == 0) Console.WriteLine(FormattableString.Invariant($"latency {1e6 * alpha:0.0} µs, bandwidth {Long / 2 / (whole - half) / 1e9:0.00} GB/s; 16 MiB take {1e3 * whole:0.00} ms, their broadcast {1e3 * broadcast:0.00} ms"));
    }

    // The median, with a barrier after each.
    private static double Broadcast(MpiCommunicator workers, int length, int count)
    {
        var message = new byte[length];
        var seconds = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            workers.Broadcast(message, 0);
            workers.Barrier();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[count / 2];
    }

    // Half of the median round trip.
    private static double Seconds(MpiCommunicator workers, int length, int count)
    {
        var message = new byte[length];
        var seconds = new double[count];
        workers.Barrier();
        for (var i = 0; i < count && workers.Rank < 2; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (workers.Rank == 0)
            {
                workers.Send(message, 1);
                workers.Receive(message, 1);
            }
            else
            {
                workers.Receive(message, 0);
                workers.Send(message, 0);
            }
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / 2;
        }
        workers.Barrier();
        Array.Sort(seconds);
        return seconds[count / 2];
    }
}
