using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>Prefetches memory that is needed soon and that the hardware does not predict. The addresses may be outside any array; a prefetch never faults and changes no bit.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Prefetches the cache lines of a rectangle into the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rectangle(float* from, int rows, nint row, int columns, nint column)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, from += row)
            for (var j = 0; j < columns; j++) Sse.Prefetch0(from + j * column);
    }

    /// <summary>The same into the second-level cache, for lines that map to the same set of the first-level cache.</summary>
    public static void RectangleToSecondCache(float* from, int rows, nint row, int columns, nint column)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, from += row)
            for (var j = 0; j < columns; j++) Sse.Prefetch1(from + j * column);
    }
}
