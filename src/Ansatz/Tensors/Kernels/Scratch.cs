using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>What a scratch buffer is for: buffers of different uses never overlap.</summary>
internal enum ScratchUse
{
    /// <summary>Packed panels that one piece of a region makes for itself.</summary>
    Panel,

    /// <summary>Packed rows of the left operand that one piece of a region makes for itself.</summary>
    Rows,

    /// <summary>A zero-padded part of an image batch.</summary>
    Image,

    /// <summary>Offsets of a piece's pixels.</summary>
    Offsets,

    /// <summary>Packed weights that the caller makes and all pieces read.</summary>
    Weights,

    /// <summary>Partial sums that all pieces write and a second region combines.</summary>
    Partials,

    /// <summary>A product that is still to be transposed.</summary>
    Product,

    /// <summary>Offsets of pixels that the caller finds and all pieces read.</summary>
    SharedOffsets,

    /// <summary>A few pixels, or a few taps of a kernel, on their way to a transform.</summary>
    Window,
}

/// <summary>
/// Reusable memory, aligned to 64 bytes: one pinned buffer for each thread and use, which grows to the largest request and lives as long
/// as the thread. Its content is whatever the last user left.
/// </summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic] private static byte[]?[]? ofThisThread;

    /// <summary>At least <paramref name="length"/> floats, valid until this thread asks for the same use again.</summary>
    public static float* Floats(ScratchUse use, nint length) => (float*)Bytes(use, length * sizeof(float));

    /// <summary>At least <paramref name="length"/> integers, valid until this thread asks for the same use again.</summary>
    public static int* Integers(ScratchUse use, nint length) => (int*)Bytes(use, length * sizeof(int));

    private static byte* Bytes(ScratchUse use, nint length)
    {
        ref var buffer = ref (ofThisThread ??= new byte[]?[9])[(int)use];
        if (buffer == null || buffer.Length < length + Alignment)
        {
            buffer = null; // the old one may go before the new one comes
            buffer = GC.AllocateUninitializedArray<byte>(checked((int)length + Alignment), pinned: true);
        }
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (byte*)((address + Alignment - 1) & -Alignment);
    }
}
