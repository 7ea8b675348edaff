using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Sums along a dimension. The shape alone divides a sum into blocks. Each block is one sequential chain, and a fixed binary tree adds the blocks, so
/// neither threads nor instruction sets change a bit.
/// </summary>
internal static unsafe class Reductions
{
    /// <summary>y[o, i] = ∑ₙ x[o, n, i].</summary>
    public static void Sum(AxisSplit shape, ReadOnlySpan<float> x, Span<float> y)
    {
        Lengths.Expect(nameof(Reductions), nameof(x), shape.Length, x.Length);
        Lengths.Expect(nameof(Reductions), nameof(y), shape.LengthWithout, y.Length);
        if (shape.Inner == 1) SumRows(shape.Outer, shape.Count, x, y);
        else
            fixed (float* px = x) SumColumns(shape, new PlainTerm(px, px + x.Length), y);
    }

    /// <summary>Adds blocks of equal length into the first one: adjacent blocks first, then adjacent pairs, and so on.</summary>
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
        var blocks = Math.Max(1, (length + BitConstants.RowSumBlock - 1) / BitConstants.RowSumBlock);
        fixed (float* px = x, py = y)
        {
            if (length is >= 1 and <= 4)
            {
                Pieces.For(rows, length, new ShortRowSums(px, py, length));
                return;
            }
            if (blocks == 1)
            {
                Pieces.For(rows, length, new RowSums(px, px + x.Length, py, length, 1));
                return;
            }
            var partials = Scratch.Floats(ScratchUse.Partials, (nint)rows * blocks);
            Pieces.For(rows * blocks, BitConstants.RowSumBlock, new RowSums(px, px + x.Length, partials, length, blocks));
            for (var r = 0; r < rows; r++)
            {
                var ofRow = new Span<float>(partials + (nint)r * blocks, blocks);
                CombineBlocks(ofRow, blocks, 1);
                y[r] = ofRow[0];
            }
        }
    }

    /// <summary>y[o, i] = ∑ₙ term[o, n, i].</summary>
    public static void SumColumns<TTerm>(AxisSplit shape, in TTerm term, Span<float> y) where TTerm : struct, IColumnTerm
    {
        var (outer, count, inner) = shape;
        var blocks = Math.Max(1, (count + BitConstants.ColumnSumBlock - 1) / BitConstants.ColumnSumBlock);
        fixed (float* py = y)
        {
            if (blocks == 1)
            {
                Pieces.For(outer, count * inner, new ColumnSums<TTerm>(term, py, count, inner, 1));
                return;
            }
            var partials = Scratch.Floats(ScratchUse.Partials, (nint)outer * blocks * inner);
            Pieces.For(outer * blocks, BitConstants.ColumnSumBlock * inner, new ColumnSums<TTerm>(term, partials, count, inner, blocks));
            for (var o = 0; o < outer; o++)
            {
                var ofOuter = new Span<float>(partials + (nint)o * blocks * inner, blocks * inner);
                CombineBlocks(ofOuter, blocks, inner);
                ofOuter[..inner].CopyTo(y.Slice(o * inner, inner));
            }
        }
    }

    // The same additions where only the first four lanes are not 0: 0 + 2 and 1 + 3. Each lane began as 0 + x, which turns −0 into 0. It takes a fifth of the time.
    private readonly struct ShortRowSums(float* x, float* sums, int length) : IParallelBody
    {
        public void Invoke(int row)
        {
            var p = x + (nint)row * length;
            float even = 0 + p[0], odd = 0;
            if (length > 2) even += 0 + p[2];
            if (length > 1) odd += p[1];
            if (length > 3) odd += 0 + p[3];
            sums[row] = even + odd;
        }
    }

    // A block of a row: lane l sums elements l, l + 16, …; then the lanes are folded in a fixed tree.
    private readonly struct RowSums(float* x, float* end, float* sums, int length, int blocks) : IParallelBody
    {
        public void Invoke(int index)
        {
            int row = index / blocks, start = (index - row * blocks) * BitConstants.RowSumBlock, count = Math.Min(BitConstants.RowSumBlock, length - start), whole = count & -Lanes.Count;
            var p = x + (nint)row * length + start;
            var lanes = Chain(p, whole);
            if (whole < count) lanes += Lanes.LoadFirst(p + whole, count - whole, end);
            sums[index] = Lanes.Fold(lanes);
        }

        // A separate method: a sum that is used after the loop, behind a call, would be stored and loaded in each iteration.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Vector512<float> Chain(float* p, int count)
        {
            var lanes = Vector512<float>.Zero;
            for (var i = 0; i < count; i += Lanes.Count) lanes += Vector512.Load(p + i);
            return lanes;
        }
    }
}
