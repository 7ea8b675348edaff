using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The loops of every elementwise op. Lane i of a vector is element 16·v + i, and lanes are never combined. The remainder goes through the same vector code
/// on a padded copy, so a result depends neither on its position nor on the instruction set.
/// </summary>
internal static unsafe class ElementwiseLoops
{
    private const int Lane = 16;

    /// <summary>y = f(x).</summary>
    public static void Map<T>(T f, ReadOnlySpan<float> x, Span<float> y) where T : struct, IUnary
    {
        Lengths.Expect(nameof(ElementwiseLoops), "x", y.Length, x.Length);
        fixed (float* px = x, py = y)
            ForEachPiece(new Values<T>(f, px, py), y.Length);
    }

    /// <summary>gx = g·f′(x).</summary>
    public static void MapSlope<T>(T f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> gx) where T : struct, IUnary
    {
        Lengths.Expect(nameof(ElementwiseLoops), "x", gx.Length, x.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "y", gx.Length, y.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "the gradient", gx.Length, g.Length);
        fixed (float* px = x, py = y, pg = g, pgx = gx)
            ForEachPiece(new Slopes<T>(f, px, py, pg, pgx), gx.Length);
    }

    /// <summary>y = f(a, b).</summary>
    public static void Map<T>(T f, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where T : struct, IBinaryValue
    {
        Lengths.Expect(nameof(ElementwiseLoops), "a", y.Length, a.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "b", y.Length, b.Length);
        fixed (float* pa = a, pb = b, py = y)
            ForEachPiece(new Values2<T>(f, pa, pb, py), y.Length);
    }

    /// <summary>gx = g·∂f(a, b), the derivative with respect to one of the two.</summary>
    public static void MapSlope<T>(T slope, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> gx)
        where T : struct, IPartialSlope
    {
        Lengths.Expect(nameof(ElementwiseLoops), "a", gx.Length, a.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "b", gx.Length, b.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "y", gx.Length, y.Length);
        Lengths.Expect(nameof(ElementwiseLoops), "the gradient", gx.Length, g.Length);
        fixed (float* pa = a, pb = b, py = y, pg = g, pgx = gx)
            ForEachPiece(new Slopes2<T>(slope, pa, pb, py, pg, pgx), gx.Length);
    }

    /// <summary>y = a where the mask is not 0, otherwise b. An empty branch counts as zeros.</summary>
    public static void Select(ReadOnlySpan<float> mask, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        Lengths.Expect(nameof(ElementwiseLoops), "the mask", y.Length, mask.Length);
        if (!a.IsEmpty) Lengths.Expect(nameof(ElementwiseLoops), "a", y.Length, a.Length);
        if (!b.IsEmpty) Lengths.Expect(nameof(ElementwiseLoops), "b", y.Length, b.Length);
        fixed (float* pm = mask, pa = a, pb = b, py = y)
            ForEachPiece(new Selections(pm, pa, pb, py), y.Length);
    }

    /// <summary>g·slope, but 0 if g is 0, even if the slope is infinite or NaN: an element that does not affect the result has gradient 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Times(Vector512<float> g, Vector512<float> slope) =>
        Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<float>.Zero), g, g * slope);

    private static void ForEachPiece<TLoop>(TLoop loop, int length) where TLoop : struct, ILoop =>
        ForkJoin.For(Tensors.Pieces.Count(length, SpeedConstants.Regions.ElementsPerPiece), new Pieces<TLoop>(loop, length));

    /// <summary>One vector of an elementwise computation at element i: a whole vector, or its first <c>count</c> lanes.</summary>
    private interface ILoop
    {
        void Whole(int i);

        void Remainder(int i, int count);
    }

    private readonly struct Pieces<TLoop>(TLoop loop, int length) : IParallelBody where TLoop : struct, ILoop
    {
        public void Invoke(int index)
        {
            var start = index * SpeedConstants.Regions.ElementsPerPiece;
            var end = start + Math.Min(SpeedConstants.Regions.ElementsPerPiece, length - start);
            var i = start;
            for (; i <= end - Lane; i += Lane) loop.Whole(i);
            if (i < end) loop.Remainder(i, end - i);
        }
    }

    private readonly struct Values<T>(T f, float* x, float* y) : ILoop where T : struct, IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(int i) => f.Value(Vector512.Load(x + i)).Store(y + i);

        public void Remainder(int i, int count) => Lanes.Store(f.Value(Lanes.Load(new(x + i, count))), new(y + i, count));
    }

    private readonly struct Slopes<T>(T f, float* x, float* y, float* g, float* gx) : ILoop where T : struct, IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(int i) => Times(Vector512.Load(g + i), f.Slope(Vector512.Load(x + i), Vector512.Load(y + i))).Store(gx + i);

        public void Remainder(int i, int count) =>
            Lanes.Store(Times(Lanes.Load(new(g + i, count)), f.Slope(Lanes.Load(new(x + i, count)), Lanes.Load(new(y + i, count)))), new(gx + i, count));
    }

    private readonly struct Values2<T>(T f, float* a, float* b, float* y) : ILoop where T : struct, IBinaryValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(int i) => f.Value(Vector512.Load(a + i), Vector512.Load(b + i)).Store(y + i);

        public void Remainder(int i, int count) => Lanes.Store(f.Value(Lanes.Load(new(a + i, count)), Lanes.Load(new(b + i, count))), new(y + i, count));
    }

    private readonly struct Selections(float* mask, float* a, float* b, float* y) : ILoop
    {
        public void Whole(int i) => Remainder(i, Lane);

        public void Remainder(int i, int count)
        {
            var isZero = Vector512.Equals(Lanes.Load(new(mask + i, count)), Vector512<float>.Zero);
            Lanes.Store(Vector512.ConditionalSelect(isZero, Branch(b, i, count), Branch(a, i, count)), new(y + i, count));
        }

        private static Vector512<float> Branch(float* values, int i, int count) => values == null ? Vector512<float>.Zero : Lanes.Load(new(values + i, count));
    }

    private readonly struct Slopes2<T>(T slope, float* a, float* b, float* y, float* g, float* gx) : ILoop where T : struct, IPartialSlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(int i) =>
            slope.Times(Vector512.Load(g + i), Vector512.Load(a + i), Vector512.Load(b + i), Vector512.Load(y + i)).Store(gx + i);

        public void Remainder(int i, int count) =>
            Lanes.Store(slope.Times(Lanes.Load(new(g + i, count)), Lanes.Load(new(a + i, count)), Lanes.Load(new(b + i, count)), Lanes.Load(new(y + i, count))), new(gx + i, count));
    }
}

/// <summary>One partial derivative of a function of two variables.</summary>
internal interface IPartialSlope
{
    /// <summary>g·∂f(a, b), given y = f(a, b) too.</summary>
    Vector512<float> Times(Vector512<float> g, Vector512<float> a, Vector512<float> b, Vector512<float> y);
}

internal readonly struct SlopeOfA<T>(T f) : IPartialSlope where T : struct, IBinary
{
    public Vector512<float> Times(Vector512<float> g, Vector512<float> a, Vector512<float> b, Vector512<float> y) => ElementwiseLoops.Times(g, f.SlopeA(a, b, y));
}

internal readonly struct SlopeOfB<T>(T f) : IPartialSlope where T : struct, IBinary
{
    public Vector512<float> Times(Vector512<float> g, Vector512<float> a, Vector512<float> b, Vector512<float> y) => ElementwiseLoops.Times(g, f.SlopeB(a, b, y));
}
