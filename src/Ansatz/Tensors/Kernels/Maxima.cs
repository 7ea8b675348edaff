using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>The largest elements along the middle of a tensor seen as [outer, count, inner]. A NaN counts as larger than all.</summary>
internal static unsafe class Maxima
{
    /// <summary>y[o, i] = maxₙ x[o, n, i].</summary>
    public static void Find(Middle middle, float* x, float* y) =>
        Pieces.For(middle.Outer, middle.Count * middle.Inner, new Finding(middle.Count, middle.Inner, x, y));

    /// <summary>gx[o, n, i] = g[o, i] for the first n at which x[o, n, i] is y[o, i]; the rest of gx stays as it is.</summary>
    public static void HandBack(Middle middle, float* x, float* y, float* g, float* gx) =>
        Pieces.For(middle.Outer, middle.Count * middle.Inner, new HandingBack(middle.Count, middle.Inner, x, y, g, gx));

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

    private readonly struct HandingBack(int count, int inner, float* x, float* y, float* g, float* gx) : IParallelBody
    {
        public void Invoke(int index)
        {
            var start = (long)index * count * inner;
            for (var i = 0; i < inner; i++)
            {
                var largest = y[(long)index * inner + i];
                var at = start + i;
                while (!(x[at] >= largest) && !float.IsNaN(x[at])) at += inner;
                gx[at] = g[(long)index * inner + i];
            }
        }
    }
}
