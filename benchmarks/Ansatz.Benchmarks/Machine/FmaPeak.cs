using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Machine;

/// <summary>
/// The peak rate of the processor: it runs twelve independent chains of fused multiply-adds on registers, enough to hide their latency.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Length = 400_000;

    /// <summary>GFLOP/s of this number of threads; a multiply-add counts as two. The best of some tries, because disturbances only slow it down.</summary>
    public static double Measure(int threads, int tries = 8)
    {
        Parallelism.ThreadCount = threads;
        var pieces = 4 * threads;
        var best = double.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            var start = Stopwatch.GetTimestamp();
            ForkJoin.For(pieces, default(Work));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return 2.0 * Vector512<float>.Count * Chains * Length * pieces / best / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chase(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < Length; n++)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
        }
        return Lanes.Fold(a + b + c + d + e + f + (g + h + i + j + k + l));
    }

    private readonly struct Work : IParallelBody
    {
        private static float sink;

        public void Invoke(int index) => sink = Chase(Vector512.Create(1f + index), Vector512.Create(1e-9f));
    }
}
