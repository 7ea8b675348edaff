using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

internal enum ConvolutionPass { Forward, InputGradient, WeightGradient }

/// <summary>One pass of the convolution 64 → 128 channels, 3×3, "same", on 36 × 36 pixels: the middle of the published contour network.</summary>
/// <param name="pass">Which of the three.</param>
/// <param name="batch">Images.</param>
/// <param name="channels">Channels of the input; the output has twice as many.</param>
/// <param name="size">The images' height and width.</param>
internal sealed class ConvolutionStep(ConvolutionPass pass, int batch = 32, int channels = 64, int size = 36) : Step
{
    private readonly ConvolutionGeometry geometry = new(batch, size, size, channels, size, size, 2 * channels, 3, 3, 1, 1, 1);
    private readonly Tensor x = Noise.Normal([batch, size, size, channels], 1);
    private readonly Tensor y = Noise.Normal([batch, size, size, 2 * channels], 2);
    private readonly Tensor w = Noise.Normal([3, 3, channels, 2 * channels], 3);

    public override string Unit => "GFLOP/s";

    public override double WorkPerRun => FlopsPerRun / 1e9;

    public override double FlopsPerRun => 2.0 * geometry.MultiplyAdds;

    public override double BytesPerRun => sizeof(float) * (double)(geometry.InputLength + geometry.OutputLength + geometry.KernelLength);

    public override void Run()
    {
        switch (pass)
        {
            case ConvolutionPass.Forward:
                Convolution.Forward(geometry, x.Span, w.Span, [], 1, y.Span);
                break;
            case ConvolutionPass.InputGradient:
                Convolution.InputGradient(geometry, y.Span, w.Span, [], 1, x.Span);
                break;
            default:
                Convolution.WeightGradient(geometry, x.Span, y.Span, w.Span);
                break;
        }
    }
}
