namespace Ansatz.Tensors;

/// <summary>Copies blocks of equal length between two regular layouts.</summary>
internal static unsafe class Blocks
{
    /// <summary>to[i·toStride + j] = from[i·fromStride + j] for i in [0, count), j in [0, length).</summary>
    public static void Copy(int count, int length, float* from, int fromStride, float* to, int toStride)
    {
        if (length > 0) Pieces.For(count, length, new Body(length, from, fromStride, to, toStride));
    }

    private readonly struct Body(int length, float* from, nint fromStride, float* to, nint toStride) : IParallelBody
    {
        public void Invoke(int index) => Copy(from + index * fromStride, to + index * toStride, length);
    }

    /// <summary>Copies one block; a call to the block-copying routine costs more than a handful of elements.</summary>
    public static void Copy(float* from, float* to, int length)
    {
        if (length > 8) new ReadOnlySpan<float>(from, length).CopyTo(new(to, length));
        else
            for (var i = 0; i < length; i++) to[i] = from[i];
    }
}
