using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>Asks for memory that is needed soon, where the processor could not guess it. Addresses need not exist.</summary>
internal static unsafe class Prefetching
{
    /// <summary>Asks for the cache lines of a rectangle of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rectangle(float* from, int rows, nint row, int columns, nint column)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, from += row)
            for (var j = 0; j < columns; j++) Sse.Prefetch0(from + j * column);
    }

    /// <summary>The same into the second cache, for lines that compete for one set of the first.</summary>
    public static void RectangleNearby(float* from, int rows, nint row, int columns, nint column)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, from += row)
            for (var j = 0; j < columns; j++) Sse.Prefetch1(from + j * column);
    }
}
