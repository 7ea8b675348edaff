namespace Ansatz.Tensors;

/// <summary>
/// Memory that outlives a <see cref="Tape"/>: buffers come from here when an op needs them and return when the tape ends,
/// so a training step in steady state allocates nothing large. Safe to share between threads.
/// </summary>
public sealed class BufferPool
{
    private readonly Dictionary<int, Stack<TensorBuffer>> free = [];
    private readonly Lock gate = new();

    /// <summary>Bytes of all buffers ever created here, free or in use: the pool's peak, since it never shrinks.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>A buffer of at least <paramref name="length"/> floats with arbitrary contents.</summary>
    internal TensorBuffer Rent(int length)
    {
        var size = SizeClass(length);
        lock (gate)
        {
            if (free.TryGetValue(size, out var stack) && stack.TryPop(out var buffer)) return buffer;
            AllocatedBytes += 4L * size;
        }
        return TensorBuffer.Allocate(size);
    }

    internal void Return(TensorBuffer buffer)
    {
        var size = buffer.Capacity;
        lock (gate)
        {
            if (!free.TryGetValue(size, out var stack)) free[size] = stack = new Stack<TensorBuffer>();
            stack.Push(buffer);
        }
    }

    // Sizes are 2ᵏ·{4, 5, 6, 7}/4: at most a quarter is wasted, and tensors of nearby lengths share buffers.
    private static int SizeClass(int length)
    {
        if (length <= 64) return 64;
        var step = 1 << (29 - int.LeadingZeroCount(length - 1));
        return checked((length + step - 1) / step * step);
    }
}

/// <summary>
/// A piece of pinned, garbage-collected memory whose first float lies on a 64-byte boundary, so that vector loads never cross a cache line.
/// </summary>
internal readonly struct TensorBuffer
{
    private const int Lane = 16;

    private TensorBuffer(float[] array, int offset) => (Array, Offset) = (array, offset);

    public float[] Array { get; }

    public int Offset { get; }

    public int Capacity => Array.Length - Lane;

    public static unsafe TensorBuffer Allocate(int capacity)
    {
        var array = GC.AllocateUninitializedArray<float>(checked(capacity + Lane), pinned: true);
        fixed (float* start = array)
        {
            var misaligned = (int)((nuint)start % 64 / 4);
            return new TensorBuffer(array, (Lane - misaligned) % Lane);
        }
    }
}
