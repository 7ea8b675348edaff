using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>What becomes of 16 weights and of up to two running values of each, given their gradients.</summary>
internal interface IWeightUpdate
{
    /// <summary>Running values a weight: 0, 1 or 2.</summary>
    static abstract int MemoryCount { get; }

    void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> first, ref Vector512<float> second);
}

/// <summary>The loop under every optimizer: one pass over weights, gradients and running values, all of one length. Lanes are weights and never meet.</summary>
internal static unsafe class WeightUpdates
{
    private const int Piece = 32 * 1024;

    /// <summary>Applies the update to each weight; running values beyond <see cref="IWeightUpdate.MemoryCount"/> are not looked at.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first = default, Span<float> second = default)
        where TUpdate : struct, IWeightUpdate
    {
        fixed (float* w = weights, g = gradients, a = first, b = second)
            ForkJoin.For((weights.Length + Piece - 1) / Piece, new Body<TUpdate>(update, w, g, a, b, weights.Length));
    }

    private readonly struct Body<TUpdate>(TUpdate update, float* w, float* g, float* a, float* b, int length) : IParallelBody where TUpdate : struct, IWeightUpdate
    {
        public void Invoke(int index)
        {
            int i = index * Piece, end = Math.Min(length, i + Piece);
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                Vector512<float> weight = Vector512.Load(w + i), first = default, second = default;
                if (TUpdate.MemoryCount > 0) first = Vector512.Load(a + i);
                if (TUpdate.MemoryCount > 1) second = Vector512.Load(b + i);
                update.Next(Vector512.Load(g + i), ref weight, ref first, ref second);
                weight.Store(w + i);
                if (TUpdate.MemoryCount > 0) first.Store(a + i);
                if (TUpdate.MemoryCount > 1) second.Store(b + i);
            }
            if (i < end) Ragged(i, end - i);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Ragged(int i, int count)
        {
            Vector512<float> weight = Lanes.Load(new(w + i, count)), first = default, second = default;
            if (TUpdate.MemoryCount > 0) first = Lanes.Load(new(a + i, count));
            if (TUpdate.MemoryCount > 1) second = Lanes.Load(new(b + i, count));
            update.Next(Lanes.Load(new(g + i, count)), ref weight, ref first, ref second);
            Lanes.Store(weight, new(w + i, count));
            if (TUpdate.MemoryCount > 0) Lanes.Store(first, new(a + i, count));
            if (TUpdate.MemoryCount > 1) Lanes.Store(second, new(b + i, count));
        }
    }
}
