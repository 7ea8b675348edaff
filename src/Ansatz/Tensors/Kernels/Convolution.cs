namespace Ansatz.Tensors;

/// <summary>
/// Convolution with channels last, without unfolding the input: a tile's 12 rows are the windows of 12 output pixels in a zero-padded
/// copy of a few images that stays in cache, and its 32 columns are output channels. A window's row, kernel width × channels, is
/// contiguous, so one chain is one run for each kernel row whatever the number of channels.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>y = f(x ∗ w + bias), where f(v) = v for v ≥ 0 and negativeSlope · v below.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Input images.</param>
    /// <param name="w">The kernel.</param>
    /// <param name="bias">One value an output channel, or null.</param>
    /// <param name="negativeSlope">1 leaves negative values alone, 0 is ReLU.</param>
    /// <param name="y">Output images.</param>
    public static void Forward(in ConvolutionGeometry geometry, float* x, float* w, float* bias, float negativeSlope, float* y)
    {
        var g = geometry;
        if (g.OutputLength == 0) return;
        var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
        var target = new ImageBatch(y, g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels);
        var phase = g.Phase;
        var kernel = new KernelPacking(w, g.KernelWidth, g.InputChannels * g.OutputChannels, g.InputChannels, g.OutputChannels, g.OutputChannels, 1);
        Correlation.Run(source, target, &phase, 1, kernel, new Epilogue { Bias = bias, NegativeSlope = negativeSlope });
    }

    /// <summary>
    /// gx = f(gy ∗ᵀ w + bias): the gradient of the input where gy is the output's, and the forward pass of a transposed convolution.
    /// gx[t − top] = ∑ gy[(t − p)/s] · w[p] over the p that leave no remainder, in each direction: pixels t = s·u + r of one
    /// remainder r meet the taps p = r, r + s, …, a convolution of stride 1 of their own with the kernel reversed.
    /// </summary>
    /// <param name="geometry">The sizes of the convolution whose input is gx and whose output is gy.</param>
    /// <param name="gy">Images of the output's size.</param>
    /// <param name="w">The kernel.</param>
    /// <param name="bias">One value an input channel, or null.</param>
    /// <param name="negativeSlope">1 leaves negative values alone, 0 is ReLU.</param>
    /// <param name="gx">Images of the input's size.</param>
    public static void InputGradient(in ConvolutionGeometry geometry, float* gy, float* w, float* bias, float negativeSlope, float* gx)
    {
        var g = geometry;
        if (g.InputLength == 0) return;
        var source = new ImageBatch(gy, g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels);
        var target = new ImageBatch(gx, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
        var phases = stackalloc ConvolutionPhase[g.Stride * g.Stride];
        for (var ry = 0; ry < g.Stride; ry++)
            for (var rx = 0; rx < g.Stride; rx++)
                phases[ry * g.Stride + rx] = new ConvolutionPhase
                {
                    Rows = PhaseAxis.OfRemainder(ry, g.Stride, g.PadTop, g.InputHeight, g.KernelHeight),
                    Columns = PhaseAxis.OfRemainder(rx, g.Stride, g.PadLeft, g.InputWidth, g.KernelWidth),
                };
        var kernel = new KernelPacking(w, g.KernelWidth, g.InputChannels * g.OutputChannels, g.OutputChannels, g.InputChannels, 1, g.OutputChannels);
        Correlation.Run(source, target, phases, g.Stride * g.Stride, kernel, new Epilogue { Bias = bias, NegativeSlope = negativeSlope });
    }

    /// <summary>
    /// gw[p, q, c, o] = ∑ x[n, i·s + p − top, j·s + q − left, c] · gy[n, i, j, o] over n, i and j. Blocks of a constant number of images
    /// (which depends on the image's size) are one chain each.
    /// </summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Input images.</param>
    /// <param name="gy">The gradient of the output images.</param>
    /// <param name="gw">The gradient of the kernel.</param>
    public static void WeightGradient(in ConvolutionGeometry geometry, float* x, float* gy, float* gw)
    {
        if (geometry.KernelLength == 0) return;
        if (geometry.OutputLength == 0)
        {
            new Span<float>(gw, geometry.KernelLength).Clear();
            return;
        }
        if (Winograd.Applies(geometry)) WinogradWeightGradient.Run(geometry, x, gy, gw);
        else Tensors.WeightGradient.Run(geometry, x, gy, gw);
    }
}
