using Ansatz.Benchmarks.Steps;
using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Elementwise functions beside those of System.Numerics.Tensors, which runs on one thread and promises no equal bits.</summary>
public class ElementwiseBenchmarks : KernelBenchmark
{
    private readonly Tensor x = Noise.Normal([Length], 1), y = Noise.Normal([Length], 2), z = Tensor.Zeros([Length]);

    [Benchmark]
    [Work(bytes: 12.0 * Length)]
    public void Add() => ElementwiseLoops.Map(default(Add), x.Span, y.Span, z.Span);

    [Benchmark]
    [Work(bytes: 8.0 * Length)]
    public void Exp() => ElementwiseLoops.Map(default(Exp), x.Span, z.Span);

    [Benchmark]
    [Work(bytes: 8.0 * Length)]
    public void Sigmoid() => ElementwiseLoops.Map(default(Sigmoid), x.Span, z.Span);

    [Benchmark]
    [Work(bytes: 12.0 * Length)]
    public void CrossEntropyFromLogits() => ElementwiseLoops.Map(default(CrossEntropyFromLogits), x.Span, y.Span, z.Span);

    [Benchmark]
    [Work(bytes: 12.0 * Length)]
    public void AddOfTensorPrimitives() => TensorPrimitives.Add(x.Span, y.Span, z.Span);

    [Benchmark]
    [Work(bytes: 8.0 * Length)]
    public void ExpOfTensorPrimitives() => TensorPrimitives.Exp(x.Span, z.Span);

    [Benchmark]
    [Work(bytes: 8.0 * Length)]
    public void SigmoidOfTensorPrimitives() => TensorPrimitives.Sigmoid(x.Span, z.Span);
}
