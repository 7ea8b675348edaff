using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>The pieces of one seat that have not begun, on separate cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PieceShare
{
    // The index of the first piece, plus 2³² times the index after the last piece.
    [FieldOffset(128)]
    private long bounds;

    public void Assign(int first, int end) => Volatile.Write(ref bounds, ((long)end << 32) + first);

    /// <summary>Takes the first piece. The owner calls this, so that it reads its memory in order.</summary>
    public bool TryTakeFirst(out int piece)
    {
        for (var seen = Volatile.Read(ref bounds); ; seen = Volatile.Read(ref bounds))
        {
            piece = (int)seen;
            if (piece >= (int)(seen >> 32)) return false;
            if (Interlocked.CompareExchange(ref bounds, seen + 1, seen) == seen) return true;
        }
    }

    /// <summary>Takes the last piece. Other threads call this.</summary>
    public bool TryTakeLast(out int piece)
    {
        for (var seen = Volatile.Read(ref bounds); ; seen = Volatile.Read(ref bounds))
        {
            piece = (int)(seen >> 32) - 1;
            if (piece < (int)seen) return false;
            if (Interlocked.CompareExchange(ref bounds, seen - (1L << 32), seen) == seen) return true;
        }
    }
}
