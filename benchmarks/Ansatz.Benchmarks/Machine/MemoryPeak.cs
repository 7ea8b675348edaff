using System.Diagnostics;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Machine;

/// <summary>How many bytes per second are read and written when a block much larger than the caches is copied.</summary>
internal static unsafe class MemoryPeak
{
    private const int Length = 48 << 20;
    private const int Piece = 64 * 1024;

    /// <summary>GB/s of this number of threads; a copied byte counts as two. The best of some tries.</summary>
    public static double Measure(int threads, int tries = 4)
    {
        Parallelism.ThreadCount = threads;
        Tensor from = Tensor.Zeros([Length]), to = Tensor.Zeros([Length]);
        var best = double.MaxValue;
        fixed (float* source = from.Span, target = to.Span)
            for (var i = 0; i < tries; i++)
            {
                var start = Stopwatch.GetTimestamp();
                ForkJoin.For(Length / Piece, new Copy(source, target));
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        return 2.0 * sizeof(float) * Length / best / 1e9;
    }

    private readonly struct Copy(float* source, float* target) : IParallelBody
    {
        public void Invoke(int index)
        {
            for (var i = (nint)index * Piece; i < ((nint)index + 1) * Piece; i += Lanes.Count) Vector512.Load(source + i).Store(target + i);
        }
    }
}
