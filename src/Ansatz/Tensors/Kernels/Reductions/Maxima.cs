using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>The largest elements along the middle dimension of [outer, count, inner]. A NaN is larger than every number.</summary>
internal static unsafe class Maxima
{
    /// <summary>y[o, i] = maxₙ x[o, n, i].</summary>
    public static void Find(AxisSplit split, ReadOnlySpan<float> x, Span<float> y)
    {
        Lengths.Expect(nameof(Maxima), "x", split.Length, x.Length);
        Lengths.Expect(nameof(Maxima), "y", split.LengthWithout, y.Length);
        fixed (float* px = x, py = y) Pieces.For(split.Outer, split.Count * split.Inner, new Finding(split.Count, split.Inner, px, py));
    }

    /// <summary>gx[o, n, i] = g[o, i] for the first n with x[o, n, i] = y[o, i], or for the last n if there is none. The other elements of gx do not change.</summary>
    public static void Backward(AxisSplit split, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> gx)
    {
        Lengths.Expect(nameof(Maxima), "x", split.Length, x.Length);
        Lengths.Expect(nameof(Maxima), "y", split.LengthWithout, y.Length);
        Lengths.Expect(nameof(Maxima), "the gradient", split.LengthWithout, g.Length);
        Lengths.Expect(nameof(Maxima), "the gradient of x", split.Length, gx.Length);
        fixed (float* px = x, py = y, pg = g, pgx = gx)
            Pieces.For(split.Outer, split.Count * split.Inner, new Assigning(split.Count, split.Inner, px, py, pg, pgx));
    }

    private static Vector512<float> Larger(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a, b) | ~Vector512.Equals(a, a), a, b);

    private readonly struct Finding(int count, int inner, float* x, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            var from = x + (long)index * count * inner;
            var to = y + (long)index * inner;
            if (inner == 1)
            {
                var largest = from[0];
                for (var n = 1; n < count && !float.IsNaN(largest); n++)
                    if (!(from[n] <= largest)) largest = from[n];
                *to = largest;
                return;
            }
            for (var i = 0; i < inner; i += Lanes.Count)
            {
                var lanes = Math.Min(Lanes.Count, inner - i);
                var largest = Lanes.Load(new(from + i, lanes));
                for (var n = 1; n < count; n++) largest = Larger(largest, Lanes.Load(new(from + (long)n * inner + i, lanes)));
                Lanes.Store(largest, new(to + i, lanes));
            }
        }
    }

    private readonly struct Assigning(int count, int inner, float* x, float* y, float* g, float* gx) : IParallelBody
    {
        public void Invoke(int index)
        {
            var start = (long)index * count * inner;
            for (var i = 0; i < inner; i++)
            {
                var largest = y[(long)index * inner + i];
                var at = start + i;
                for (var n = 1; n < count && !(x[at] >= largest) && !float.IsNaN(x[at]); n++) at += inner;
                gx[at] = g[(long)index * inner + i];
            }
        }
    }
}
