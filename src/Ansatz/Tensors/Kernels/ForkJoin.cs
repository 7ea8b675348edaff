using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>The body of a parallel region: independent pieces, each owning its own outputs.</summary>
internal interface IParallelBody
{
    void Invoke(int index);
}

/// <summary>
/// A fork-join pool: one parallel region at a time, its pieces handed out one by one to the caller and to background workers.
/// </summary>
/// <remarks>
/// The caller works too and never waits for a worker that has not joined: when no piece is left it closes the region, after which
/// nobody can join, and waits only for pieces already begun. Everybody spins for some microseconds and then parks, so that beside a busy
/// neighbour a descheduled worker finds a free core instead of one that spins for it. A region asked for inside a region, or while
/// another thread runs one, is run by its caller alone. A call allocates nothing.
/// </remarks>
internal static unsafe class ForkJoin
{
    private const int Open = 1 << 30;

    // Long enough for the gap between two regions of a training step; short, because a worker that the scheduler put on its caller's core
    // spins at its caller's expense.
    private static readonly long spinTicks = Stopwatch.Frequency / 50_000;

    private static readonly object idleGate = new();
    private static readonly object doneGate = new();

    private static int threadCount = Environment.ProcessorCount;
    private static int workerCount;
    private static int occupied;
    private static int sleeperCount;
    private static int callerParked;

    // The region. `state` is the number of workers inside, plus Open while more may join; the other fields are written only while
    // nobody is inside.
    private static int state;
    private static int generation;
    private static int seats;
    private static int pieceCount;
    private static void* body;
    private static delegate*<void*, int, void> invoke;
    private static ExceptionDispatchInfo? failure;
    private static PaddedCounter next;

    /// <summary>
    /// The number of threads that share a parallel region, the caller included: 1 or more, possibly above the number of cores. It never
    /// changes a result.
    /// </summary>
    public static int ThreadCount
    {
        get => threadCount;
        set => threadCount = value is >= 1 and < 1024 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"ThreadCount: found {value}, expected 1 to 1023.");
    }

    /// <summary>Calls <c>body.Invoke(i)</c> once for each i in [0, count), in no particular order, and returns when all are done.</summary>
    /// <remarks>If a call throws, no further piece is begun, and the first exception is thrown to the caller.</remarks>
    public static void For<TBody>(int count, in TBody body) where TBody : struct, IParallelBody
    {
        if (count <= 1 || threadCount == 1 || Interlocked.CompareExchange(ref occupied, 1, 0) != 0)
        {
            for (var i = 0; i < count; i++) body.Invoke(i);
            return;
        }
        var copy = body;
#pragma warning disable CS8500 // the copy lives on this stack frame until every worker has left
        Run(count, &copy, &InvokeBody<TBody>);
#pragma warning restore CS8500
    }

#pragma warning disable CS8500
    private static void InvokeBody<TBody>(void* body, int index) where TBody : struct, IParallelBody => ((TBody*)body)->Invoke(index);
#pragma warning restore CS8500

    private static void Run(int count, void* regionBody, delegate*<void*, int, void> regionInvoke)
    {
        body = regionBody;
        invoke = regionInvoke;
        pieceCount = count;
        seats = Math.Min(threadCount, count) - 1;
        next.Value = 0;
        while (workerCount < seats) StartWorker();
        generation++;
        Interlocked.Exchange(ref state, Open); // a full fence: a worker about to park sees the region, or is seen asleep below
        if (Volatile.Read(ref sleeperCount) > 0)
            lock (idleGate) Monitor.PulseAll(idleGate);

        TakePieces();
        if (Interlocked.And(ref state, ~Open) != Open) AwaitWorkers();

        body = null;
        var thrown = failure;
        failure = null;
        Volatile.Write(ref occupied, 0);
        thrown?.Throw();
    }

    private static void TakePieces()
    {
        try
        {
            for (int i; (i = Interlocked.Increment(ref next.Value) - 1) < pieceCount;) invoke(body, i);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            Volatile.Write(ref next.Value, pieceCount);
        }
    }

    private static void AwaitWorkers()
    {
        for (var end = Stopwatch.GetTimestamp() + spinTicks; Stopwatch.GetTimestamp() < end;)
        {
            if (Volatile.Read(ref state) == 0) return;
            Thread.SpinWait(2);
        }
        lock (doneGate)
        {
            Interlocked.Exchange(ref callerParked, 1);
            while (Volatile.Read(ref state) != 0) Monitor.Wait(doneGate);
            callerParked = 0;
        }
    }

    private static void StartWorker()
    {
        workerCount++;
        new Thread(Work, maxStackSize: 1 << 20) { IsBackground = true, Name = $"Ansatz worker {workerCount}" }.UnsafeStart();
    }

    private static void Work()
    {
        var lastGeneration = 0;
        while (true)
        {
            AwaitRegion(lastGeneration);
            if (!TryJoin(lastGeneration)) continue;
            lastGeneration = generation;
            TakePieces();
            if (Interlocked.Decrement(ref state) == 0 && Volatile.Read(ref callerParked) != 0)
                lock (doneGate) Monitor.Pulse(doneGate);
        }
    }

    private static void AwaitRegion(int lastGeneration)
    {
        for (var end = Stopwatch.GetTimestamp() + spinTicks; Stopwatch.GetTimestamp() < end;)
        {
            if (HasRoom(Volatile.Read(ref state), lastGeneration)) return;
            Thread.SpinWait(2);
        }
        lock (idleGate)
        {
            Interlocked.Increment(ref sleeperCount);
            while (!HasRoom(Volatile.Read(ref state), lastGeneration)) Monitor.Wait(idleGate);
            Interlocked.Decrement(ref sleeperCount);
        }
    }

    private static bool TryJoin(int lastGeneration)
    {
        for (int seen; HasRoom(seen = Volatile.Read(ref state), lastGeneration);)
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) == seen) return true;
        return false;
    }

    // Stale reads of seats or generation are harmless: a joined region gives at worst no piece.
    private static bool HasRoom(int seen, int lastGeneration) =>
        (seen & Open) != 0 && (seen & ~Open) < Volatile.Read(ref seats) && Volatile.Read(ref generation) != lastGeneration;

    /// <summary>A counter on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PaddedCounter
    {
        [FieldOffset(128)]
        public int Value;
    }
}
