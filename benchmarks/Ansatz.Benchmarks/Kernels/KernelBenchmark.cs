using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>A kernel on one thread, and on one a core.</summary>
public abstract class KernelBenchmark
{
    /// <summary>Floats of the arrays that pass through memory: 64 MB, larger than the caches.</summary>
    protected const int Length = 16 << 20;

    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    public static IEnumerable<int> ThreadCounts => new[] { 1, Environment.ProcessorCount }.Distinct();

    [GlobalSetup]
    public void UseThreads() => Parallelism.ThreadCount = Threads;
}
