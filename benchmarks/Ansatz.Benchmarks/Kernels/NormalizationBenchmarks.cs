using Ansatz.Benchmarks.Steps;
using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Batch normalization with its rectifier on the published network's largest activations: 32 images of 36 × 36 pixels and 256 channels.</summary>
public class NormalizationBenchmarks : KernelBenchmark
{
    private const int Rows = 32 * 36 * 36, Channels = 256;
    private const float Epsilon = 1e-3f, Slope = 0.1f;
    private const double Bytes = 4.0 * Rows * Channels;

    private readonly Tensor x = Noise.Normal([Rows, Channels], 1), g = Noise.Normal([Rows, Channels], 2), y = Tensor.Zeros([Rows, Channels]);
    private readonly Tensor gamma = Tensor.Ones([Channels]), beta = Tensor.Zeros([Channels]), mean = Tensor.Zeros([Channels]), variance = Tensor.Ones([Channels]);
    private readonly Tensor ggamma = Tensor.Zeros([Channels]), gbeta = Tensor.Zeros([Channels]), partials = Tensor.Zeros([2 * ChannelStatistics.Blocks(Rows) * Channels]);

    [Benchmark]
    [Work(bytes: Bytes)]
    public void MeanAndVariance() => ChannelStatistics.MeanAndVariance(Rows, Channels, x.Span, partials.Span, mean.Span, variance.Span);

    [Benchmark]
    [Work(bytes: 2 * Bytes)]
    public void Normalize() => ChannelStatistics.Normalize(Rows, Channels, x.Span, mean.Span, variance.Span, Epsilon, gamma.Span, beta.Span, Slope, y.Span);

    [Benchmark]
    [Work(bytes: 5 * Bytes)] // x and g twice, gx once
    public void Backward() => ChannelStatistics.Backward(Rows, Channels, x.Span, g.Span, mean.Span, variance.Span, Epsilon, gamma.Span, beta.Span, Slope,
        partials.Span, ggamma.Span, gbeta.Span, y.Span);
}
