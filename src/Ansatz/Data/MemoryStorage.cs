namespace Ansatz.Data;

/// <summary>Examples in memory, one after the other in one array.</summary>
/// <typeparam name="T">byte, which is a pixel and is read as value/255, or float.</typeparam>
/// <param name="values">Examples × length.</param>
/// <param name="length">Numbers of an example.</param>
internal sealed class MemoryStorage<T>(T[] values, int length) : ExampleStorage where T : unmanaged
{
    public override int Count => values.Length / length;

    public override bool HasBytes => typeof(T) == typeof(byte);

    public override void CopyTo(int row, Span<float> destination)
    {
        if (values is byte[] bytes) PixelConversion.ToUnit(bytes.AsSpan(row * length, length), destination);
        else ((float[])(object)values).AsSpan(row * length, length).CopyTo(destination);
    }

    public override ReadOnlySpan<byte> Bytes(int row, Span<byte> buffer) => ((byte[])(object)values).AsSpan(row * length, length);

    /// <summary>Prefetches an example, or its first page, while another is copied, because the processor cannot predict the next example of a shuffled order.</summary>
    public override unsafe void Prefetch(int row)
    {
        const int Line = 64, Page = 4096;
        fixed (T* start = values)
            Tensors.Prefetch.Rectangle((float*)(start + row * length), 1, 0, (Math.Min(length * sizeof(T), Page) + Line - 1) / Line, Line / sizeof(float));
    }
}
