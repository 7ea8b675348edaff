using Ansatz.Benchmarks.Steps;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>The three passes of the convolution 64 → 128, 3×3, 36 × 36, batch 32.</summary>
public class ConvolutionBenchmarks : KernelBenchmark
{
    private const double Flops = 2.0 * 32 * 36 * 36 * 64 * 128 * 9;

    private readonly ConvolutionStep forward = new(ConvolutionPass.Forward), inputGradient = new(ConvolutionPass.InputGradient), weightGradient = new(ConvolutionPass.WeightGradient);

    [Benchmark]
    [Work(Flops)]
    public void Forward() => forward.Run();

    [Benchmark]
    [Work(Flops)]
    public void InputGradient() => inputGradient.Run();

    [Benchmark]
    [Work(Flops)]
    public void WeightGradient() => weightGradient.Run();
}
