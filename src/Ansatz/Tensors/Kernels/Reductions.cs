using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Sums along a dimension. A sum is cut into blocks by its shape alone, each block is one sequential chain, and the blocks meet in a fixed
/// binary tree, so neither threads nor instruction sets change a bit.
/// </summary>
internal static unsafe class Reductions
{
    private const int RowBlock = 4096;
    private const int ColumnBlock = 64;

    /// <summary>y[o, i] = ∑ₙ x[o, n, i].</summary>
    public static void Sum(Middle shape, ReadOnlySpan<float> x, Span<float> y)
    {
        if (shape.Inner == 1) SumRows(shape.Outer, shape.Count, x, y);
        else SumColumns(shape, x, y);
    }

    /// <summary>Adds blocks of equal length into the first one: neighbours first, then neighbours of neighbours.</summary>
    public static void CombineBlocks(Span<float> partials, int blocks, int length)
    {
        for (var stride = 1; stride < blocks; stride *= 2)
            for (var b = 0; b + stride < blocks; b += 2 * stride)
                AddTo(partials.Slice(b * length, length), partials.Slice((b + stride) * length, length));
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<float> term)
    {
        fixed (float* s = sum, t = term)
        {
            var i = 0;
            for (; i <= sum.Length - 16; i += 16) (Vector512.Load(s + i) + Vector512.Load(t + i)).Store(s + i);
            for (; i < sum.Length; i++) s[i] += t[i];
        }
    }

    private static void SumRows(int rows, int length, ReadOnlySpan<float> x, Span<float> y)
    {
        var blocks = Math.Max(1, (length + RowBlock - 1) / RowBlock);
        fixed (float* px = x, py = y)
        {
            if (blocks == 1)
            {
                Pieces.For(rows, length, new RowSums(px, px + x.Length, py, length, 1));
                return;
            }
            var partials = Scratch.Floats(ScratchUse.Partials, (nint)rows * blocks);
            Pieces.For(rows * blocks, RowBlock, new RowSums(px, px + x.Length, partials, length, blocks));
            for (var r = 0; r < rows; r++)
            {
                var ofRow = new Span<float>(partials + (nint)r * blocks, blocks);
                CombineBlocks(ofRow, blocks, 1);
                y[r] = ofRow[0];
            }
        }
    }

    private static void SumColumns(Middle shape, ReadOnlySpan<float> x, Span<float> y)
    {
        var (outer, count, inner) = shape;
        var blocks = Math.Max(1, (count + ColumnBlock - 1) / ColumnBlock);
        fixed (float* px = x, py = y)
        {
            if (blocks == 1)
            {
                Pieces.For(outer, count * inner, new ColumnSums(px, px + x.Length, py, count, inner, 1));
                return;
            }
            var partials = Scratch.Floats(ScratchUse.Partials, (nint)outer * blocks * inner);
            Pieces.For(outer * blocks, ColumnBlock * inner, new ColumnSums(px, px + x.Length, partials, count, inner, blocks));
            for (var o = 0; o < outer; o++)
            {
                var ofOuter = new Span<float>(partials + (nint)o * blocks * inner, blocks * inner);
                CombineBlocks(ofOuter, blocks, inner);
                ofOuter[..inner].CopyTo(y.Slice(o * inner, inner));
            }
        }
    }

    // A block of a row: lane l sums elements l, l + 16, …; then the lanes fold in their written-out tree.
    private readonly struct RowSums(float* x, float* end, float* sums, int length, int blocks) : IParallelBody
    {
        public void Invoke(int index)
        {
            int row = index / blocks, start = (index - row * blocks) * RowBlock, count = Math.Min(RowBlock, length - start);
            var p = x + (long)row * length + start;
            var lanes = Vector512<float>.Zero;
            var i = 0;
            for (; i <= count - 16; i += 16) lanes += Vector512.Load(p + i);
            if (i < count) lanes += Lanes.LoadFirst(p + i, count - i, end);
            sums[index] = Lanes.Fold(lanes);
        }
    }

    // Lanes are columns; a block is 64 rows added in order.
    private readonly struct ColumnSums(float* x, float* end, float* sums, int count, int inner, int blocks) : IParallelBody
    {
        public void Invoke(int index)
        {
            int o = index / blocks, first = (index - o * blocks) * ColumnBlock, rows = Math.Min(ColumnBlock, count - first);
            var from = x + ((long)o * count + first) * inner;
            var sum = sums + (long)index * inner;
            var c = 0;
            for (; c <= inner - 64; c += 64)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
                for (var r = 0; r < rows; r++)
                {
                    var p = from + (long)r * inner + c;
                    s0 += Vector512.Load(p);
                    s1 += Vector512.Load(p + 16);
                    s2 += Vector512.Load(p + 32);
                    s3 += Vector512.Load(p + 48);
                }
                s0.Store(sum + c);
                s1.Store(sum + c + 16);
                s2.Store(sum + c + 32);
                s3.Store(sum + c + 48);
            }
            for (; c < inner; c += 16)
            {
                var lanes = Math.Min(16, inner - c);
                Vector512<float> s = default;
                for (var r = 0; r < rows; r++) s += Lanes.LoadFirst(from + (long)r * inner + c, lanes, end);
                Lanes.Store(s, new(sum + c, lanes));
            }
        }
    }
}
