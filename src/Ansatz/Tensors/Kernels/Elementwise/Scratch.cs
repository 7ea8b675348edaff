using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>The use of a scratch buffer. Buffers of different uses never overlap.</summary>
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

    /// <summary>A product before it is transposed or applied.</summary>
    Product,

    /// <summary>Offsets of pixels that the caller finds and all pieces read.</summary>
    SharedOffsets,

    /// <summary>A few pixels, or a few taps of a kernel, before a transform.</summary>
    Window,

    /// <summary>The phases of a transposed convolution.</summary>
    Phases,

    /// <summary>The same phases without the border pixels whose windows lie outside the source.</summary>
    InnerPhases,

    /// <summary>The parts of a sum in Winograd's method.</summary>
    Slices,

    /// <summary>A narrow network's weights, transposed; the caller makes them and all pieces read them.</summary>
    NetworkWeights,

    /// <summary>The gradients of a narrow network's weights, of each block of rows.</summary>
    NetworkGradients,

    /// <summary>The gradients of two layers of a narrow network for one block of rows.</summary>
    NetworkRows,

    /// <summary>The features of sixteen splines.</summary>
    Spline,

    /// <summary>What one step of a chain of rows computes with, for one block.</summary>
    RowStep,

    /// <summary>A narrow network in double.</summary>
    WideNetwork,

    /// <summary>What passes between the steps of a chain of rows, for one block.</summary>
    RowChain,
}

/// <summary>
/// Reusable memory, aligned to 64 bytes: one buffer for each thread and use, which grows to the largest request and lives as long as the
/// thread. Its content is undefined.
/// </summary>
/// <remarks>
/// It is native memory. A managed array that became too small would stay allocated until the next full collection, which is rare in training.
/// </remarks>
internal static unsafe class Scratch
{
    private const int UseCount = (int)ScratchUse.RowChain + 1;

    [ThreadStatic] private static Block?[]? ofThisThread;

    /// <summary>At least <paramref name="length"/> floats, valid until this thread requests the same use again.</summary>
    public static float* Floats(ScratchUse use, nint length) => (float*)Bytes(use, checked(length * sizeof(float)));

    /// <summary>At least <paramref name="length"/> integers, valid until this thread requests the same use again.</summary>
    public static int* Integers(ScratchUse use, nint length) => (int*)Bytes(use, checked(length * sizeof(int)));

    /// <summary>At least <paramref name="count"/> structures, valid until this thread requests the same use again.</summary>
    public static T* Of<T>(ScratchUse use, nint count) where T : unmanaged => (T*)Bytes(use, checked(count * sizeof(T)));

    private static void* Bytes(ScratchUse use, nint length)
    {
        // A negative length is a product that overflowed; an earlier block must not serve it.
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (Guards.AreOn) return Guarded(use, length);
        ref var block = ref (ofThisThread ??= new Block?[UseCount])[(int)use];
        if (block == null || block.Length < length)
        {
            block?.Dispose(); // free the old block before the new one is allocated
            block = null;
            block = new Block(length);
        }
        return block.Address;
    }

    /// <summary>The same as a new block between guards, whose predecessor's guards are compared.</summary>
    private static void* Guarded(ScratchUse use, nint length)
    {
        const int guard = Guards.Length * sizeof(float);
        ref var block = ref (ofThisThread ??= new Block?[UseCount])[(int)use];
        CheckGuards(block, $"Scratch memory for {use}");
        block?.Dispose();
        block = null;
        var whole = (length + sizeof(float) - 1) / sizeof(float) * sizeof(float);
        block = new Block(whole + 2 * guard);
        for (nint at = 0; at < block.Length; at += 1 << 20)
            Guards.Fill(new Span<float>((byte*)block.Address + at, (int)nint.Min(1 << 20, block.Length - at) / sizeof(float)));
        return (byte*)block.Address + guard;
    }

    /// <summary>Throws if something outside this thread's scratch memory was written.</summary>
    public static void CheckGuards(string operation)
    {
        foreach (var block in ofThisThread ?? []) CheckGuards(block, operation);
    }

    private static void CheckGuards(Block? block, string operation)
    {
        if (block is null) return;
        Guards.Check(new ReadOnlySpan<float>(block.Address, Guards.Length), operation);
        Guards.Check(new ReadOnlySpan<float>((byte*)block.Address + block.Length - Guards.Length * sizeof(float), Guards.Length), operation);
    }

    /// <summary>Memory that is freed when its thread has ended, or before.</summary>
    private sealed class Block : SafeHandle
    {
        private const int Alignment = 64;

        public Block(nint length) : base(0, ownsHandle: true)
        {
            Length = length;
            SetHandle((nint)NativeMemory.AlignedAlloc((nuint)length, Alignment));
        }

        public nint Length { get; }

        public void* Address => (void*)handle;

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree(Address);
            return true;
        }
    }
}
