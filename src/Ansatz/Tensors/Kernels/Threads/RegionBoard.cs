using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>
/// Where a region is announced. One word says all that a waiting worker must know, and shares its cache line with what the worker needs
/// next; what workers and the caller write about themselves stands on other lines.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal sealed unsafe class RegionBoard
{
    // From the lowest bit: 12 bits for the workers inside, 1 that more may join, 11 for the seats, 32 for the region's number.
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

    /// <summary>Whether nobody but the caller is inside, nor can be.</summary>
    public bool IsEmpty => IsEmptyIn(Volatile.Read(ref state));

    private static bool IsEmptyIn(long seen) => (seen & (OpenBit | Inside)) == 0;

    private static bool HasPlaceIn(long seen, int seat, int last) =>
        (seen & OpenBit) != 0 && seat < ((int)seen >> SeatsShift) && (int)(seen >> NumberShift) != last;

    /// <summary>The core on which the caller began the last region.</summary>
    public int CallerProcessor => Volatile.Read(ref callerProcessor);

    /// <summary>Begins the next region; a full fence: a worker about to park sees it, or is seen among the sleepers.</summary>
    public void Open(int seats)
    {
        callerProcessor = Thread.GetCurrentProcessorId();
        Interlocked.Exchange(ref state, ((state >> NumberShift) + 1 << NumberShift) + ((long)seats << SeatsShift) + OpenBit);
    }

    /// <summary>Lets nobody join any more; returns whether nobody is inside.</summary>
    public bool Close() => (Interlocked.And(ref state, ~(long)OpenBit) & Inside) == 0;

    /// <summary>Whether this seat's worker may join a region other than its last.</summary>
    public bool HasPlace(int seat, int last) => HasPlaceIn(Volatile.Read(ref state), seat, last);

    public bool TryJoin(int seat, ref int last, out int seats)
    {
        var seen = Volatile.Read(ref state);
        while (HasPlaceIn(seen, seat, last))
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
    public bool Leave() => IsEmptyIn(Interlocked.Decrement(ref state));
}
