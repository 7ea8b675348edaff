using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Sums along rows and columns of a matrix. A sum is cut into blocks by its shape alone, each block is one sequential chain, and the blocks
/// meet in a fixed binary tree, so neither threads nor instruction sets change a bit.
/// </summary>
internal static unsafe class Reductions
{
    private const int RowBlock = 4096;
    private const int ColumnBlock = 64;
    private const int RowsAPiece = 16;

    /// <summary>How many partial rows <see cref="ColumnSum"/> needs room for.</summary>
    public static int ColumnBlocks(int rows) => Math.Max(1, (rows + ColumnBlock - 1) / ColumnBlock);

    /// <summary>y[r] = ∑ᵢ x[r, i].</summary>
    public static void RowSum(int rows, int length, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* px = x, py = y)
            ForkJoin.For((rows + RowsAPiece - 1) / RowsAPiece, new RowSums(px, py, rows, length));
    }

    /// <summary>y[c] = ∑ᵣ x[r, c]; <paramref name="partials"/> holds ColumnBlocks(rows) × columns floats.</summary>
    public static void ColumnSum(int rows, int columns, ReadOnlySpan<float> x, Span<float> partials, Span<float> y)
    {
        var blocks = ColumnBlocks(rows);
        fixed (float* px = x, pp = partials)
            ForkJoin.For(blocks, new ColumnSums(px, pp, rows, columns));
        CombineBlocks(partials, blocks, columns);
        partials[..columns].CopyTo(y);
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

    // A block of a row: lane l sums elements l, l + 16, …; then the lanes fold in their written-out tree. Blocks of a row meet like the
    // carries of a binary counter, which is the same tree as neighbours first.
    private readonly struct RowSums(float* x, float* y, int rows, int length) : IParallelBody
    {
        public void Invoke(int index)
        {
            var pending = stackalloc float[32];
            for (var r = index * RowsAPiece; r < Math.Min(rows, (index + 1) * RowsAPiece); r++)
            {
                var row = x + (long)r * length;
                var count = 0;
                for (var start = 0; start < length; start += RowBlock)
                {
                    var sum = Block(row + start, Math.Min(RowBlock, length - start));
                    var depth = System.Numerics.BitOperations.TrailingZeroCount(~count);
                    for (var d = 0; d < depth; d++) sum = pending[d] + sum;
                    pending[depth] = sum;
                    count++;
                }
                y[r] = Collect(pending, count);
            }
        }

        // What the counter still holds, smallest blocks first.
        private static float Collect(float* pending, int count)
        {
            if (count == 0) return 0;
            var lowest = System.Numerics.BitOperations.TrailingZeroCount(count);
            var sum = pending[lowest];
            for (var d = lowest + 1; count >> d != 0; d++)
                if ((count >> d & 1) != 0) sum = pending[d] + sum;
            return sum;
        }

        private static float Block(float* x, int count)
        {
            var lanes = Vector512<float>.Zero;
            var i = 0;
            for (; i <= count - 16; i += 16) lanes += Vector512.Load(x + i);
            if (i < count) lanes += Lanes.Load(new(x + i, count - i));
            return Lanes.Fold(lanes);
        }
    }

    // Lanes are columns; a block is 64 rows added in order.
    private readonly struct ColumnSums(float* x, float* partials, int rows, int columns) : IParallelBody
    {
        public void Invoke(int index)
        {
            var first = index * ColumnBlock;
            var last = Math.Min(rows, first + ColumnBlock);
            var sum = partials + (long)index * columns;
            var c = 0;
            for (; c <= columns - 64; c += 64)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
                for (var r = first; r < last; r++)
                {
                    var p = x + (long)r * columns + c;
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
            for (; c < columns; c += 16)
            {
                var count = Math.Min(16, columns - c);
                Vector512<float> s = default;
                for (var r = first; r < last; r++) s += Lanes.Load(new(x + (long)r * columns + c, count));
                Lanes.Store(s, new(sum + c, count));
            }
        }
    }
}
