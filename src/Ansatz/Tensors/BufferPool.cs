using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>
/// Memory that outlives a <see cref="Tape"/>. Ops take buffers from the pool, and the buffers return when the tape ends, so after the first steps a
/// training step allocates nothing large. Several threads may share a pool.
/// </summary>
public sealed class BufferPool
{
    // Four sizes per power of two.
    private readonly Stack<TensorBuffer>?[] free = new Stack<TensorBuffer>?[4 * 32];
    private readonly Stack<TapeStorage> storages = [];
    private readonly Lock gate = new();

    /// <summary>Bytes of all buffers that the pool has created, free or in use. This is its peak, because a pool never shrinks.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>A buffer of at least <paramref name="length"/> floats with arbitrary contents.</summary>
    internal TensorBuffer Rent(int length)
    {
        var buffer = Find(length);
        if (Guards.AreOn) buffer.LayGuards(length);
        return buffer;
    }

    private TensorBuffer Find(int length)
    {
        var (index, size) = SizeClass(length);
        lock (gate)
        {
            if (free[index] is { Count: > 0 } stack) return stack.Pop();
            AllocatedBytes += 4L * size;
        }
        return TensorBuffer.AllocatePinned(size);
    }

    internal void Return(TensorBuffer buffer)
    {
        lock (gate) Push(buffer);
    }

    internal TapeStorage RentStorage()
    {
        lock (gate) return storages.TryPop(out var storage) ? storage : new TapeStorage();
    }

    /// <summary>Takes back a tape's lists and every buffer it owned.</summary>
    internal void Return(TapeStorage storage)
    {
        lock (gate)
        {
            foreach (var buffer in CollectionsMarshal.AsSpan(storage.Buffers)) Push(buffer);
            storage.Clear();
            storages.Push(storage);
        }
    }

    private void Push(TensorBuffer buffer)
    {
        if (Guards.AreOn) buffer.CheckGuards("A tape's end");
        (free[SizeClass(buffer.Capacity).Index] ??= []).Push(buffer);
    }

    // Sizes are 2ᵏ·{4, 5, 6, 7}/4 and 64 or more: at most a quarter is wasted, and tensors of nearby lengths share buffers.
    private static (int Index, int Size) SizeClass(int length)
    {
        if (length <= 64) return (0, 64);
        var shift = 29 - int.LeadingZeroCount(length - 1);
        var quarter = (length - 1) >> shift;
        return (4 * shift + quarter - 4, (int)Math.Min((long)(quarter + 1) << shift, TensorBuffer.MaximalCapacity));
    }
}

/// <summary>The lists of a tape, kept between steps so that they need not grow again.</summary>
internal sealed class TapeStorage
{
    public List<Node> Nodes { get; } = [];

    public List<TensorBuffer> Buffers { get; } = [];

    public Dictionary<Parameter, Tensor> Watched { get; } = [];

    /// <summary>Memory of parameters that the tape has read, and its version at that time.</summary>
    public List<(TensorBuffer Buffer, int Version)> Read { get; } = [];

    public void Clear()
    {
        Nodes.Clear();
        Buffers.Clear();
        Watched.Clear();
        Read.Clear();
    }
}
