using Ansatz.Benchmarks.Steps;
using Ansatz.Tensors;
using Ansatz.Training;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Adam on one large parameter: reads four arrays, writes three.</summary>
public class AdamBenchmarks : KernelBenchmark
{
    private readonly Tensor weights = Noise.Normal([Length], 1), gradients = Noise.Normal([Length], 2), means = Tensor.Zeros([Length]), squares = Tensor.Ones([Length]);

    [Benchmark]
    [Work(bytes: 28.0 * Length)]
    public void Update() => WeightUpdates.Run(new AdamUpdate(0.1f, 0.001f, 1e-4f, 1e-7f, 1, 1), weights.Span, gradients.Span, means.Span, squares.Span);
}
