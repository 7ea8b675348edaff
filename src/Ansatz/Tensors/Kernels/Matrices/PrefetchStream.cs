namespace Ansatz.Tensors;

/// <summary>
/// A range of memory that the next piece will read. Tiles prefetch it into the second-level cache while they compute, one cache line per step.
/// Prefetching changes no bit.
/// </summary>
/// <param name="next">Where the range begins.</param>
/// <param name="length">Its length in floats. The range may end beyond an array.</param>
internal unsafe struct PrefetchStream(float* next, nint length)
{
    private float* next = next;
    private nint left = length;
    private int line;

    public readonly bool IsDone => left <= 0;

    /// <summary>
    /// The <see cref="TermStrides.PrefetchOffset"/> for a tile that reads <paramref name="floats"/> from <paramref name="b"/> on. A tile prefetches one
    /// cache line per step, so if a step reads two lines, two tiles prefetch the whole range.
    /// </summary>
    public nint NextOffset(float* b, nint floats, nint step)
    {
        if (IsDone) return 0;
        var offset = (nint)(next - b) + line * Lanes.Count;
        if (++line * Lanes.Count >= step)
        {
            line = 0;
            next += floats;
            left -= floats;
        }
        return offset;
    }
}
