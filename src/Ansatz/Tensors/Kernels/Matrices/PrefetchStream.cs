namespace Ansatz.Tensors;

/// <summary>
/// One or two ranges of memory that are read soon, one after the other. The next tiles prefetch them into the second-level cache while they compute, one cache
/// line per step. Prefetching changes no bit. The default value is empty.
/// </summary>
/// <param name="next">Where the first range begins.</param>
/// <param name="length">Its length in floats. A range may end beyond an array, because prefetching an invalid address does nothing.</param>
/// <param name="width">The number of columns of the first range, if it is some columns of a matrix that is read in place. 0 if it is contiguous.</param>
internal unsafe struct PrefetchStream(float* next, nint length, nint width = 0)
{
    private float* next = next, second;
    private nint left = length, width = width, secondLength;
    private int line;

    /// <summary>The same stream with a second range, which follows when the first one is done.</summary>
    public readonly PrefetchStream Then(float* next, nint length)
    {
        if (left <= 0) return new(next, length);
        var both = this;
        both.second = next;
        both.secondLength = length;
        return both;
    }

    /// <summary>
    /// The <see cref="TermStrides.PrefetchOffset"/> of the next tile, which reads B from <paramref name="b"/> on. Each step of the tile reads one row of B and prefetches
    /// one line at this offset from the row. If a row of B has several lines, the following tiles prefetch the others.
    /// </summary>
    public nint NextOffset(float* b, in TermStrides terms)
    {
        if (left <= 0)
        {
            if (secondLength <= 0) return 0;
            next = second;
            (left, line, width, secondLength) = (secondLength, 0, 0, 0);
        }
        var offset = (nint)(next - b) + line * Lanes.Count;
        if (++line * Lanes.Count < (width > 0 ? width : terms.BStep)) return offset;
        line = 0;
        next += terms.BLength;
        left -= terms.BLength;
        return offset;
    }
}
