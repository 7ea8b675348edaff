using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Computes the terms of sums along columns. Lanes are columns.</summary>
internal interface IColumnTerm
{
    /// <summary>The terms of the 16 elements that begin at an offset.</summary>
    Vector512<float> Whole(nint offset);

    /// <summary>The terms of the <paramref name="count"/> elements that begin at an offset, followed by zeros.</summary>
    Vector512<float> First(nint offset, int count);
}

/// <summary>
/// Sums along the middle dimension of [outer, count, inner]. Lanes are columns; a block is 64 rows that are added in order. If there are many columns, the sums
/// are in memory, in the first-level cache, so that each row is read from its beginning to its end. If there are few, the sums are in registers, 64 columns at a
/// time. With 32 at a time, each pass reads two cache lines of a row and skips the next two, which takes twice as long.
/// </summary>
internal readonly unsafe struct ColumnSums<TTerm>(TTerm term, float* sums, int count, int inner, int blocks) : IParallelBody where TTerm : struct, IColumnTerm
{
    public void Invoke(int index)
    {
        int o = index / blocks, first = (index - o * blocks) * BitConstants.ColumnSumBlock, rows = Math.Min(BitConstants.ColumnSumBlock, count - first);
        var from = ((nint)o * count + first) * inner;
        var sum = sums + (nint)index * inner;
        var c = 0;
        if (inner >= SpeedConstants.Memory.ColumnsInMemory)
        {
            c = inner & -Lanes.Count;
            AddRows(from, rows, c, sum);
        }
        for (; c <= inner - 64; c += 64) AddFour(from + c, rows, sum + c);
        for (; c <= inner - 32; c += 32) AddTwo(from + c, rows, sum + c);
        for (; c < inner; c += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, inner - c);
            Vector512<float> s = default;
            for (var r = 0; r < rows; r++) s += term.First(from + (nint)r * inner + c, lanes);
            Lanes.Store(s, new(sum + c, lanes));
        }
    }

    // These loops are separate methods, because the compiler inlines the calls of term only into small methods. If a layer is in cache, this saves a third of the time of
    // its bias gradient.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddFour(nint from, int rows, float* sum)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var r = 0; r < rows; r++, from += inner)
        {
            s0 += term.Whole(from);
            s1 += term.Whole(from + 16);
            s2 += term.Whole(from + 32);
            s3 += term.Whole(from + 48);
        }
        s0.Store(sum);
        s1.Store(sum + 16);
        s2.Store(sum + 32);
        s3.Store(sum + 48);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddTwo(nint from, int rows, float* sum)
    {
        Vector512<float> s0 = default, s1 = default;
        for (var r = 0; r < rows; r++, from += inner)
        {
            s0 += term.Whole(from);
            s1 += term.Whole(from + 16);
        }
        s0.Store(sum);
        s1.Store(sum + 16);
    }

    private void AddRows(nint from, int rows, int width, float* sum)
    {
        new Span<float>(sum, width).Clear();
        for (var r = 0; r < rows; r++, from += inner)
            for (var c = 0; c < width; c += Lanes.Count) (Vector512.Load(sum + c) + term.Whole(from + c)).Store(sum + c);
    }
}

/// <summary>The terms are the elements.</summary>
/// <param name="x">The first element.</param>
/// <param name="end">The address after the last element.</param>
internal readonly unsafe struct PlainTerm(float* x, float* end) : IColumnTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Whole(nint offset) => Vector512.Load(x + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> First(nint offset, int count) => Lanes.LoadFirst(x + offset, count, end);
}

/// <summary>The terms are the gradient before a leaky rectifier: g if the output y is above 0, and slope·g otherwise. They are also written to u.</summary>
internal readonly unsafe struct RectifiedTerm(float* y, float* g, float* u, float slope) : IColumnTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Whole(nint offset)
    {
        var value = BeforeRectifier(Vector512.Load(y + offset), Vector512.Load(g + offset));
        value.Store(u + offset);
        return value;
    }

    public Vector512<float> First(nint offset, int count)
    {
        var value = BeforeRectifier(Lanes.Load(new(y + offset, count)), Lanes.Load(new(g + offset, count)));
        Lanes.Store(value, new(u + offset, count));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> BeforeRectifier(Vector512<float> output, Vector512<float> gradient) => gradient * new LeakyRelu(slope).Slope(output, output);
}
