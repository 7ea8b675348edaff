namespace Ansatz.Tensors;

/// <summary>Selects positions along the middle dimension of [outer, count, inner], and adds a gradient back to them.</summary>
internal static unsafe class Gathering
{
    /// <summary>y[o, j, i] = x[o, indices[j], i], 0 where the index is negative.</summary>
    public static void Pick(AxisSplit split, ReadOnlySpan<int> indices, ReadOnlySpan<float> x, Span<float> y)
    {
        var (outer, count, inner) = split;
        Lengths.Expect(nameof(Gathering), nameof(x), split.Length, x.Length);
        Lengths.Expect(nameof(Gathering), nameof(y), (split with { Count = indices.Length }).Length, y.Length);
        fixed (int* at = indices)
        fixed (float* px = x, py = y)
            Pieces.For(outer, indices.Length * inner, new Picking(count, inner, at, indices.Length, px, py));
    }

    /// <summary>gx[o, indices[j], i] += g[o, j, i], in the order of j.</summary>
    public static void AddBack(AxisSplit split, ReadOnlySpan<int> indices, ReadOnlySpan<float> g, Span<float> gx)
    {
        var (outer, count, inner) = split;
        Lengths.Expect(nameof(Gathering), "the gradient", (split with { Count = indices.Length }).Length, g.Length);
        Lengths.Expect(nameof(Gathering), "the gradient of x", split.Length, gx.Length);
        fixed (int* at = indices)
        fixed (float* pg = g, pgx = gx)
            Pieces.For(outer, indices.Length * inner, new Adding(count, inner, at, indices.Length, pg, pgx));
    }

    private readonly struct Picking(int count, int inner, int* indices, int picked, float* x, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            var from = x + (long)index * count * inner;
            var to = y + (long)index * picked * inner;
            if (inner == 1)
            {
                for (var j = 0; j < picked; j++) to[j] = indices[j] < 0 ? 0 : from[indices[j]];
                return;
            }
            for (var j = 0; j < picked; j++, to += inner)
                if (indices[j] < 0) new Span<float>(to, inner).Clear();
                else Blocks.Copy(from + (long)indices[j] * inner, to, inner);
        }
    }

    private readonly struct Adding(int count, int inner, int* indices, int picked, float* g, float* gx) : IParallelBody
    {
        public void Invoke(int index)
        {
            var from = g + (long)index * picked * inner;
            var start = gx + (long)index * count * inner;
            for (var j = 0; j < picked; j++, from += inner)
            {
                if (indices[j] < 0) continue;
                var to = start + (long)indices[j] * inner;
                for (var i = 0; i < inner; i++) to[i] += from[i];
            }
        }
    }
}
