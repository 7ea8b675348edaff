using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Two-dimensional convolution, channels last: [N, H, W, inputChannels] → [N, H′, W′, outputChannels].</summary>
/// <param name="inputChannels">Channels of the input.</param>
/// <param name="outputChannels">Channels of the output.</param>
/// <param name="kernel">The kernel's height and width.</param>
/// <param name="stride">The step between outputs, in input pixels.</param>
/// <param name="padding">Left out, "same".</param>
/// <param name="activation">Left out, none.</param>
/// <param name="start">The convention of the first weights.</param>
public sealed class Conv2D(int inputChannels, int outputChannels, int kernel, int stride = 1, Padding? padding = null, Activation? activation = null,
    WeightInitialization start = WeightInitialization.Glorot) : Layer
{
    private readonly Padding padding = padding ?? Padding.Same;

    public override Activation Activation { get; } = activation ?? Activation.None;

    /// <summary>[kernel, kernel, inputChannels, outputChannels].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([kernel, kernel, inputChannels, outputChannels]);

    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([outputChannels]);

    public override Tensor Forward(Tensor x, Pass pass = default) =>
        Activation.Finish(x.Convolve(pass[Weight], pass[Bias], stride, padding, Activation.FusedSlope));

    protected override void InitializeOwn(Rng rng) =>
        Initializers.Start(start, Weight, Bias, kernel * kernel * inputChannels, kernel * kernel * outputChannels, rng);

    public override string Describe() =>
        Line($"{inputChannels} → {outputChannels}, {kernel}×{kernel}, stride {stride}, {padding}");
}
