namespace Ansatz.Tensors;

/// <summary>Copies blocks of equal length between two regular layouts.</summary>
internal static unsafe class Blocks
{
    /// <summary>to[i·toStride + j] = from[i·fromStride + j] for i in [0, count), j in [0, length).</summary>
    public static void Copy(int count, int length, ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride)
    {
        if (length == 0 || count == 0) return;
        Lengths.ExpectAtLeast(nameof(Blocks), nameof(from), (count - 1L) * fromStride + length, from.Length);
        Lengths.ExpectAtLeast(nameof(Blocks), nameof(to), (count - 1L) * toStride + length, to.Length);
        fixed (float* source = from, target = to) Pieces.For(count, length, new Body(length, source, fromStride, target, toStride));
    }

    private readonly struct Body(int length, float* from, nint fromStride, float* to, nint toStride) : IParallelBody
    {
        public void Invoke(int index) => Copy(from + index * fromStride, to + index * toStride, length);
    }

    /// <summary>Copies one block; for a few elements, a loop is faster than a call of the block copy.</summary>
    public static void Copy(float* from, float* to, int length)
    {
        if (length > SpeedConstants.Memory.LongestLoopCopy) new ReadOnlySpan<float>(from, length).CopyTo(new(to, length));
        else
            for (var i = 0; i < length; i++) to[i] = from[i];
    }
}
