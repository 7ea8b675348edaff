using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Transposed convolution, channels last: the adjoint of a strided convolution, which enlarges an image.</summary>
/// <param name="inputChannels">Channels of the input.</param>
/// <param name="outputChannels">Channels of the output.</param>
/// <param name="kernel">The kernel's height and width.</param>
/// <param name="stride">How far apart the input pixels lie in the output.</param>
/// <param name="padding">What is cropped from the output. Left out, "same": the output is stride times as large.</param>
/// <param name="outputPadding">Rows and columns added at the end, 0 to stride − 1; left out, the convention's own size.</param>
/// <param name="activation">Left out, none.</param>
/// <param name="start">The convention of the first weights.</param>
public sealed class Conv2DTranspose(int inputChannels, int outputChannels, int kernel, int stride = 1, Padding? padding = null, int? outputPadding = null,
    Activation? activation = null, WeightInitialization start = WeightInitialization.Glorot) : Layer
{
    private readonly Padding padding = padding ?? Padding.Same;

    public override Activation Activation { get; } = activation ?? Activation.None;

    /// <summary>[kernel, kernel, outputChannels, inputChannels].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([kernel, kernel, outputChannels, inputChannels]);

    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([outputChannels]);

    public override Tensor Forward(Tensor x, Pass pass = default) =>
        Activation.Finish(x.ConvolveTransposed(pass[Weight], pass[Bias], stride, padding, outputPadding, Activation.FusedSlope));

    // Keras computes the fans from the kernel's shape as it is; PyTorch takes the output's side as the input.
    protected override void InitializeOwn(Rng rng) =>
        Initializers.Start(start, Weight, Bias, kernel * kernel * outputChannels, kernel * kernel * inputChannels, rng);

    public override string Describe() =>
        Line($"{inputChannels} → {outputChannels}, {kernel}×{kernel}, stride {stride}, {padding}{(outputPadding is { } added ? $", output padding {added}" : "")}");
}
