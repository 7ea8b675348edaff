namespace Ansatz.Tensors;

/// <summary>A tensor as [outer, count, inner], divided at one axis. Reductions remove the middle dimension; repetition adds it.</summary>
internal readonly record struct AxisSplit(int Outer, int Count, int Inner)
{
    public static AxisSplit Of(Shape shape, int axis) => new(shape[..axis].Size, shape[axis], shape[(axis + 1)..].Size);

    /// <summary>Elements including the middle dimension.</summary>
    public long Length => (long)Outer * Count * Inner;

    /// <summary>Elements without the middle dimension.</summary>
    public long LengthWithout => (long)Outer * Inner;

    /// <summary>y[o, n, i] = x[o, i].</summary>
    public unsafe void Repeat(ReadOnlySpan<float> x, Span<float> y)
    {
        Lengths.Expect("Repeat", nameof(x), LengthWithout, x.Length);
        Lengths.Expect("Repeat", nameof(y), Length, y.Length);
        // If one length is 0, the product of the other two could overflow below.
        if (y.IsEmpty) return;
        // Pieces divide the middle dimension too, so that threads share the work if Outer is small and Count large.
        var length = Inner == 1 ? SpeedConstants.Memory.RepeatedElements : SpeedConstants.Memory.RepeatedRows;
        var pieces = (Count + length - 1) / length;
        fixed (float* px = x, py = y)
            Pieces.For(Outer * pieces, Math.Min(Count, length) * Inner, new Repetition(px, py, Count, Inner, length, pieces));
    }

    private readonly unsafe struct Repetition(float* x, float* y, int count, int inner, int length, int pieces) : IParallelBody
    {
        public void Invoke(int index)
        {
            var o = index / pieces;
            int first = (index - o * pieces) * length, rows = Math.Min(length, count - first);
            var from = x + (long)o * inner;
            var to = y + ((long)o * count + first) * inner;
            if (inner == 1) new Span<float>(to, rows).Fill(*from);
            else
                for (var r = 0; r < rows; r++) Blocks.Copy(from, to + (long)r * inner, inner);
        }
    }
}
