using Ansatz.Benchmarks.Steps;
using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Sums of all elements, along rows of 4,096 and down columns of 4,096.</summary>
public class ReductionBenchmarks : KernelBenchmark
{
    private const int Side = 4096;

    private readonly Tensor x = Noise.Normal([Side, Side], 1), sums = Tensor.Zeros([Side]);

    [Benchmark]
    [Work(bytes: 4.0 * Side * Side)]
    public void SumOfAll() => Reductions.Sum(new AxisSplit(1, Side * Side, 1), x.Span, sums.Span[..1]);

    [Benchmark]
    [Work(bytes: 4.0 * Side * Side)]
    public void SumsOfRows() => Reductions.Sum(new AxisSplit(Side, Side, 1), x.Span, sums.Span);

    [Benchmark]
    [Work(bytes: 4.0 * Side * Side)]
    public void SumsOfColumns() => Reductions.Sum(new AxisSplit(1, Side, Side), x.Span, sums.Span);

    [Benchmark]
    [Work(bytes: 4.0 * Side * Side)]
    public float SumOfAllOfTensorPrimitives() => TensorPrimitives.Sum(x.Span);
}
