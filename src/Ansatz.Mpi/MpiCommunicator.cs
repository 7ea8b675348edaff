using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Ansatz.Workers;

namespace Ansatz.Mpi;

/// <summary>The processes that <c>mpirun</c> has started, as workers.</summary>
/// <example><code>
/// using var workers = new MpiCommunicator();
/// new Trainer(options with { ShardCount = 8 }, rng) { Workers = workers }.Train(model, examples);
/// </code></example>
/// <remarks>
/// A network that is cut can be silent for a quarter of an hour before the system notices. So each process sends a byte per second to the next one, from a thread of its own. A process
/// that has heard nothing from the one before it for <see cref="Patience"/> tells the others, and every call that waits then throws a <see cref="WorkerException"/>.
/// After a failure a process ends without <see cref="Dispose"/>, and the launcher ends the others.
/// </remarks>
public sealed unsafe class MpiCommunicator : ICommunicator, IDisposable
{
    private const int MessageTag = 1, PulseTag = 2, EndTag = 3;
    private const byte LastPulse = 1;
    private const int LongestReason = 4096;
    private static readonly TimeSpan pulse = TimeSpan.FromSeconds(1), longestEnd = TimeSpan.FromSeconds(10);

    // Where processes share cores, one that waits must leave its core to the one that it waits for.
    private static readonly int pollsBeforeSleep = Host.IsCrowded ? 200 : 50_000;

    private readonly Lock gate = new(); // around every call of the library
    private readonly MpiLibrary library = new();
    private readonly byte[] pulseOut = Pinned(1), pulseIn = Pinned(1), reasonOut = Pinned(LongestReason), reasonIn = Pinned(LongestReason);
    private readonly ManualResetEventSlim ending = new();
    private readonly Thread? watch;
    private bool hasHeardLast, hasSentLast;
    private nint pulseSent, pulseAwaited, endAwaited;
    private long lastHeard = Stopwatch.GetTimestamp();
    private volatile string? failure;

    /// <summary>Joins the processes of this launch. A process without a launcher is the only worker.</summary>
    /// <exception cref="IOException">There is no MPI library, or it does not start.</exception>
    public MpiCommunicator()
    {
        if (Count == 1) return;
        pulseAwaited = library.Receive(Address(pulseIn), 1, Former, PulseTag);
        endAwaited = library.Receive(Address(reasonIn), LongestReason, -1, EndTag);
        pulseSent = library.Send(Address(pulseOut), 1, Next, PulseTag);
        watch = new Thread(Watch) { IsBackground = true, Name = "MPI pulse" };
        watch.Start();
    }

    public int Rank => library.Rank;

    public int Count => library.Count;

    /// <summary>Whether this process was the first to find a failure.</summary>
    internal bool HasFailedItself { get; private set; }

    /// <summary>Whether a process has been silent for too long: it is stopped, or its host cannot be reached. The launcher may then wait for that host.</summary>
    internal bool HasLostAProcess { get; private set; }

    /// <summary>How long another process may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    private int Next => (Rank + 1) % Count;

    private int Former => (Rank + Count - 1) % Count;

    public void Send(ReadOnlySpan<byte> message, int to)
    {
        fixed (byte* at = message)
        {
            nint request;
            lock (gate) request = library.Send(at, message.Length, to, MessageTag);
            Complete(request);
        }
    }

    public void Receive(Span<byte> message, int from)
    {
        fixed (byte* at = message)
        {
            nint request;
            lock (gate) request = library.Receive(at, message.Length, from, MessageTag);
            Complete(request);
        }
    }

    public void Broadcast(Span<byte> message, int from)
    {
        fixed (byte* at = message)
        {
            nint request;
            lock (gate) request = library.Broadcast(at, message.Length, from);
            Complete(request);
        }
    }

    public void Barrier()
    {
        nint request;
        lock (gate) request = library.Barrier();
        Complete(request);
    }

    /// <inheritdoc/>
    /// <remarks>The reason is on its way to the others when the call returns; <see cref="Linger"/> gives it time to arrive.</remarks>
    public void Abort(string reason) => Abort(reason, isLoss: false);

    // The first byte of the message says whether a process was lost.
    private void Abort(string reason, bool isLoss)
    {
        if (Interlocked.CompareExchange(ref failure, reason, null) is not null) return;
        HasFailedItself = true;
        HasLostAProcess = isLoss;
        byte[] bytes = [isLoss ? (byte)1 : (byte)0, .. Encoding.UTF8.GetBytes(reason)];
        var length = Math.Min(bytes.Length, LongestReason);
        lock (gate)
        {
            bytes.AsSpan(0, length).CopyTo(reasonOut);
            for (var to = 0; to < Count; to++)
                if (to != Rank) library.Send(Address(reasonOut), length, to, EndTag);
        }
    }

    /// <summary>Keeps the connections alive for a while, so that messages which are on their way arrive.</summary>
    public void Linger(TimeSpan time)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; Thread.Sleep(10))
            lock (gate) library.IsDone(ref endAwaited);
    }

    /// <summary>Waits for the other processes and ends MPI in all of them. Does nothing after a failure.</summary>
    public void Dispose()
    {
        if (failure is not null) return;
        if (watch is not null)
        {
            Barrier();
            ending.Set();
            watch.Join();
            if (failure is not null) return;
            library.Cancel(ref endAwaited);
        }
        // All messages have arrived. Over TCP, MPICH's end sometimes waits for ever, which must not keep a finished run.
        var end = new Thread(library.Finish) { IsBackground = true };
        end.Start();
        end.Join(longestEnd);
        ending.Dispose();
    }

    private static byte[] Pinned(int length) => GC.AllocateArray<byte>(length, pinned: true);

    private static byte* Address(byte[] pinned) => (byte*)Unsafe.AsPointer(ref pinned[0]);

    // Polls, because a blocked call of the library could not be ended. Progress needs calls, so the first polls follow each other closely.
    private void Complete(nint request)
    {
        for (var polls = 0; ; polls++)
        {
            try
            {
                lock (gate)
                {
                    if (library.IsDone(ref request)) return;
                    if (Count > 1 && failure is null && library.IsDone(ref endAwaited))
                    {
                        HasLostAProcess = reasonIn[0] > 0;
                        failure = Encoding.UTF8.GetString(reasonIn, 1, LongestReason - 1).TrimEnd('\0');
                    }
                }
            }
            catch (IOException)
            {
                HasLostAProcess = true;
                throw;
            }
            if (failure is { } reason) throw new WorkerException(reason);
            if (polls < pollsBeforeSleep) Thread.Yield();
            else Thread.Sleep(1);
        }
    }

    private void Watch()
    {
        try
        {
            while (!Beat())
            {
                if (failure is null && Stopwatch.GetElapsedTime(lastHeard) is var silence && silence > Patience)
                    Abort($"{Worker(Former)} has not answered {Worker(Rank)} for {silence.TotalSeconds:0} s: its process is stopped, its host is down or the network is cut", isLoss: true);
                if (ending.IsSet) Thread.Sleep(1);
                else ending.Wait(pulse);
            }
        }
        catch (IOException e)
        {
            HasLostAProcess = true;
            failure ??= e.Message;
        }
    }

    // Hears the process before, and sends to the next one when the earlier pulse has left. When all are ending, each sends a last pulse and hears one, so that no message is left over.
    private bool Beat()
    {
        lock (gate)
        {
            if (!hasHeardLast && library.IsDone(ref pulseAwaited))
            {
                lastHeard = Stopwatch.GetTimestamp();
                hasHeardLast = pulseIn[0] == LastPulse;
                if (!hasHeardLast) pulseAwaited = library.Receive(Address(pulseIn), 1, Former, PulseTag);
            }
            if (!library.IsDone(ref pulseSent)) return false;
            if (hasSentLast) return hasHeardLast;
            hasSentLast = ending.IsSet;
            pulseOut[0] = hasSentLast ? LastPulse : (byte)0;
            pulseSent = library.Send(Address(pulseOut), 1, Next, PulseTag);
            return false;
        }
    }

    private string Worker(int rank) => $"worker {rank} of {Count}";
}
