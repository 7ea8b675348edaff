using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>
/// The shared state of the current region. A waiting worker reads one word. The same cache line holds what the worker needs when it joins. The counters of parked
/// threads are on other cache lines.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal sealed unsafe class RegionBoard
{
    // From the lowest bit: 12 bits for the number of workers inside, 1 bit that is set while workers may join, 11 bits for the number of seats, 32 bits for the number of the region.
    private const int OpenBit = 1 << 12, Inside = OpenBit - 1;
    private const int SeatsShift = 13;
    private const int NumberShift = 32;

    [FieldOffset(128)]
    private long state;

    [FieldOffset(136)]
    public void* Body;

    [FieldOffset(144)]
    public delegate*<void*, int, void> Invoke;

    [FieldOffset(152)]
    private int callerProcessor;

    [FieldOffset(256)]
    public int Sleepers;

    [FieldOffset(384)]
    public int CallerParked;

    /// <summary>Whether no worker is inside and none can join.</summary>
    public bool IsEmpty => IsEmptyIn(Volatile.Read(ref state));

    private static bool IsEmptyIn(long seen) => (seen & (OpenBit | Inside)) == 0;

    private static bool CanJoinIn(long seen, int seat, int last) =>
        (seen & OpenBit) != 0 && seat < ((int)seen >> SeatsShift) && (int)(seen >> NumberShift) != last;

    /// <summary>The core on which the caller began the last region.</summary>
    public int CallerProcessor => Volatile.Read(ref callerProcessor);

    /// <summary>Begins the next region. This is a full fence: a worker that is about to park either sees the region or is counted among the parked workers.</summary>
    public void Open(int seats)
    {
        callerProcessor = Thread.GetCurrentProcessorId();
        Interlocked.Exchange(ref state, ((state >> NumberShift) + 1 << NumberShift) + ((long)seats << SeatsShift) + OpenBit);
    }

    /// <summary>Closes the region, so that no worker can join. Returns whether no worker is inside.</summary>
    public bool Close() => (Interlocked.And(ref state, ~(long)OpenBit) & Inside) == 0;

    /// <summary>Whether the worker of this seat may join a region that it has not joined before.</summary>
    public bool CanJoin(int seat, int last) => CanJoinIn(Volatile.Read(ref state), seat, last);

    public bool TryJoin(int seat, ref int last, out int seats)
    {
        var seen = Volatile.Read(ref state);
        while (CanJoinIn(seen, seat, last))
        {
            var found = Interlocked.CompareExchange(ref state, seen + 1, seen);
            if (found == seen)
            {
                (last, seats) = ((int)(seen >> NumberShift), (int)seen >> SeatsShift);
                return true;
            }
            seen = found;
        }
        seats = 0;
        return false;
    }

    /// <summary>Returns whether the region is closed and its last worker has left.</summary>
    public bool Exit() => IsEmptyIn(Interlocked.Decrement(ref state));
}
