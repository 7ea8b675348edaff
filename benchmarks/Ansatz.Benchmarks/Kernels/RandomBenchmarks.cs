using Ansatz.Random;
using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Random numbers into a buffer that stays in the second cache.</summary>
public class RandomBenchmarks : KernelBenchmark
{
    private const int Count = 64 * 1024;

    private readonly Rng rng = new(1);
    private readonly Tensor values = Tensor.Zeros([Count]), probs = Tensor.Full([Count], 0.3f);

    [Benchmark]
    [Work(bytes: 4.0 * Count)]
    public void Uniform() => rng.Uniform(values.Span);

    [Benchmark]
    [Work(bytes: 4.0 * Count)]
    public void Normal() => rng.Normal(values.Span);

    [Benchmark]
    [Work(bytes: 8.0 * Count)]
    public void Bernoulli() => rng.Bernoulli(probs.Span, values.Span);
}
