namespace Ansatz.Tensors;

/// <summary>The loops of ops that map each element of x [rows…, m] by an <see cref="IElementMap"/>; the result is [2, rows…, m].</summary>
internal static unsafe class ElementMapLoops
{
    public static Tensor Values<TMap>(in TMap map, Tensor x, Tensor features, int piece, Tape? tape) where TMap : struct, IElementMap
    {
        var y = Tensor.Allocate(new Shape(2).Concat(x.Shape), tape);
        var (rows, width) = Rows(x);
        var group = Group(piece, width);
        fixed (float* px = x.Span, pf = features.Span, py = y.Span)
            ForkJoin.For(Pieces.Count(rows, group), new ValueBody<TMap>(map, px, pf, py, rows, width, group));
        return y;
    }

    public static void Gradients<TMap>(in TMap map, in BackwardStep step, int piece) where TMap : struct, IElementMap
    {
        Tensor x = step.Input(0), features = step.Input(1), gx = step.Allocate(x.Shape), gf = step.Allocate(features.Shape);
        var (rows, width) = Rows(x);
        var group = Group(piece, width);
        fixed (float* px = x.Span, pf = features.Span, py = step.Output.Span, pg = step.Gradient.Span, pgx = gx.Span, pgf = gf.Span)
            ForkJoin.For(Pieces.Count(rows, group), new GradientBody<TMap>(map, px, pf, py, pg, pgx, pgf, rows, width, group));
        step.Add(0, gx);
        step.Add(1, gf);
    }

    // A row's features may stand in an order of their own, so a piece has whole rows.
    private static (int Rows, int Width) Rows(Tensor x)
    {
        var width = x.Rank == 0 ? 1 : Math.Max(1, x.Shape[^1]);
        return (x.Length / width, width);
    }

    private static int Group(int piece, int width) => Math.Max(1, piece / width);

    private static double* Widen(float* from, int count, double* to)
    {
        for (var i = 0; i < count; i++) to[i] = from[i];
        return to;
    }

    private readonly struct ValueBody<TMap>(TMap map, float* x, float* features, float* y, int rows, int width, int group) : IParallelBody where TMap : struct, IElementMap
    {
        public void Invoke(int index)
        {
            var first = (nint)index * group * width;
            var count = (int)Math.Min((nint)group * width, (nint)rows * width - first);
            double* from = Widen(x + first, count, (double*)Scratch.Floats(ScratchUse.RowStep, 4 * (nint)count)), to = from + count;
            map.Values(from, features + first * map.FeatureCount, count, width, to, y + (nint)rows * width + first);
            for (var i = 0; i < count; i++) y[first + i] = (float)to[i];
        }
    }

    private readonly struct GradientBody<TMap>(TMap map, float* x, float* features, float* y, float* g, float* gx, float* gf, int rows, int width, int group) : IParallelBody where TMap : struct, IElementMap
    {
        public void Invoke(int index)
        {
            nint first = (nint)index * group * width, length = (nint)rows * width;
            var count = (int)Math.Min((nint)group * width, length - first);
            double* from = Widen(x + first, count, (double*)Scratch.Floats(ScratchUse.RowStep, 4 * (nint)count)), to = Widen(y + first, count, from + count);
            map.Gradients(from, features + first * map.FeatureCount, to, y + length + first, g + first, g + length + first, count, width, gx + first, gf + first * map.FeatureCount);
        }
    }
}
