using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>The update of 16 weights and of up to two running values per weight, given their gradients.</summary>
public interface IWeightUpdate
{
    /// <summary>Running values per weight: 0, 1 or 2.</summary>
    static abstract int MemoryCount { get; }

    /// <param name="gradient">The derivatives with respect to the weights.</param>
    /// <param name="weight">The weights, before and after.</param>
    /// <param name="first">The first running values, before and after, if there are any.</param>
    /// <param name="second">The second, likewise.</param>
    void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> first, ref Vector512<float> second);
}

/// <summary>The loop of every optimizer: one pass over weights, gradients and running values of equal length. Lanes are weights and are never combined.</summary>
internal static unsafe class WeightUpdates
{
    /// <summary>Applies the update to each weight; running values beyond <see cref="IWeightUpdate.MemoryCount"/> are not used.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first = default, Span<float> second = default)
        where TUpdate : struct, IWeightUpdate
    {
        Check<TUpdate>(weights.Length, gradients.Length, first.Length, second.Length);
        fixed (float* w = weights, g = gradients, a = first, b = second)
            ForkJoin.For(Pieces.Count(weights.Length, SpeedConstants.Regions.WeightsPerPiece), new Body<TUpdate>(update, w, g, a, b, weights.Length));
    }

    /// <summary>
    /// The same for gradients xᵀ·u [m, n]: each row block is computed and applied while it is in cache, and the whole product is never stored.
    /// </summary>
    public static void Run<TUpdate>(
        in TUpdate update, Span<float> weights, ReadOnlySpan<float> x, ReadOnlySpan<float> u, Shape shape, Span<float> first = default, Span<float> second = default)
        where TUpdate : struct, IWeightUpdate
    {
        int m = shape[0], n = shape[1], terms = x.Length / Math.Max(1, m);
        Check<TUpdate>(weights.Length, shape.Size, first.Length, second.Length);
        Lengths.Expect(nameof(WeightUpdates), nameof(x), (long)terms * m, x.Length);
        Lengths.Expect(nameof(WeightUpdates), nameof(u), (long)terms * n, u.Length);
        fixed (float* w = weights, a = first, b = second, px = x, pu = u)
        {
            var product = TallProduct.InRowBlocks(m, n, terms, new Matrix(px, 1, m), new Matrix(pu, n, 1));
            ForkJoin.For(product.RowBlockCount, new RowBlockBody<TUpdate>(update, product, w, a, b, m, n));
        }
    }

    private static void Check<TUpdate>(int weights, int gradients, int first, int second) where TUpdate : struct, IWeightUpdate
    {
        Lengths.Expect(nameof(WeightUpdates), "the gradient", weights, gradients);
        if (TUpdate.MemoryCount > 0) Lengths.Expect(nameof(WeightUpdates), "the first running value", weights, first);
        if (TUpdate.MemoryCount > 1) Lengths.Expect(nameof(WeightUpdates), "the second running value", weights, second);
    }

    private readonly struct Body<TUpdate>(TUpdate update, float* w, float* g, float* a, float* b, int length) : IParallelBody where TUpdate : struct, IWeightUpdate
    {
        public void Invoke(int index)
        {
            var start = (nint)index * SpeedConstants.Regions.WeightsPerPiece;
            Apply(update, w + start, g + start, a + start, b + start, (int)Math.Min(SpeedConstants.Regions.WeightsPerPiece, length - start));
        }
    }

    private readonly struct RowBlockBody<TUpdate>(TUpdate update, TallProduct product, float* w, float* a, float* b, int m, int n) : IParallelBody
        where TUpdate : struct, IWeightUpdate
    {
        public void Invoke(int index)
        {
            var g = Scratch.Floats(ScratchUse.Product, product.RowsPerBlock * (nint)n);
            product.Compute(index, g);
            var row = index * product.RowsPerBlock;
            var start = (nint)row * n;
            Apply(update, w + start, g, a + start, b + start, Math.Min(product.RowsPerBlock, m - row) * n);
        }
    }

    private static void Apply<TUpdate>(in TUpdate update, float* w, float* g, float* a, float* b, int length) where TUpdate : struct, IWeightUpdate
    {
        var i = 0;
        for (; i <= length - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> weight = Vector512.Load(w + i), first = default, second = default;
            if (TUpdate.MemoryCount > 0) first = Vector512.Load(a + i);
            if (TUpdate.MemoryCount > 1) second = Vector512.Load(b + i);
            update.Next(Vector512.Load(g + i), ref weight, ref first, ref second);
            weight.Store(w + i);
            if (TUpdate.MemoryCount > 0) first.Store(a + i);
            if (TUpdate.MemoryCount > 1) second.Store(b + i);
        }
        if (i < length) Remainder(update, w + i, g + i, a + i, b + i, length - i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Remainder<TUpdate>(in TUpdate update, float* w, float* g, float* a, float* b, int count) where TUpdate : struct, IWeightUpdate
    {
        Vector512<float> weight = Lanes.Load(new(w, count)), first = default, second = default;
        if (TUpdate.MemoryCount > 0) first = Lanes.Load(new(a, count));
        if (TUpdate.MemoryCount > 1) second = Lanes.Load(new(b, count));
        update.Next(Lanes.Load(new(g, count)), ref weight, ref first, ref second);
        Lanes.Store(weight, new(w, count));
        if (TUpdate.MemoryCount > 0) Lanes.Store(first, new(a, count));
        if (TUpdate.MemoryCount > 1) Lanes.Store(second, new(b, count));
    }
}
