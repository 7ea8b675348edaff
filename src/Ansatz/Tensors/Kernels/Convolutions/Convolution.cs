namespace Ansatz.Tensors;

/// <summary>
/// Convolution with channels last, without unfolding the input. The 12 rows of a tile are the windows of 12 output pixels in a zero-padded copy of a
/// few images that stays in cache; its 32 columns are output channels. A window's row, kernel width × channels, is contiguous, so a chain has one run per
/// kernel row for any number of channels.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>y = f(x ∗ w + bias), where f(v) = v for v ≥ 0 and negativeSlope · v below.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Input images.</param>
    /// <param name="w">The kernel.</param>
    /// <param name="bias">One value per output channel, or none.</param>
    /// <param name="negativeSlope">1 keeps negative values, 0 is ReLU.</param>
    /// <param name="y">Output images.</param>
    public static void Forward(in ConvolutionGeometry geometry, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, float negativeSlope, Span<float> y)
    {
        var g = geometry;
        Check(g, x.Length, y.Length, w.Length);
        if (!bias.IsEmpty) Lengths.Expect(nameof(Convolution), nameof(bias), g.OutputChannels, bias.Length);
        if (g.OutputLength == 0) return;
        fixed (float* px = x, pw = w, pb = bias, py = y)
        {
            var source = new ImageBatch(px, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
            var target = new ImageBatch(py, g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels);
            var phase = g.Phase;
            var kernel = new KernelPacking(pw, g.KernelWidth, (nint)g.InputChannels * g.OutputChannels, g.InputChannels, g.OutputChannels, g.OutputChannels, 1);
            var epilogue = new Epilogue { Bias = pb, NegativeSlope = negativeSlope };
            if (g.InputLength == 0) Correlation.FillWithoutSource(target, epilogue);
            else Correlation.Run(source, target, &phase, 1, kernel, epilogue);
        }
    }

    /// <summary>
    /// gx = f(gy ∗ᵀ w + bias): the gradient with respect to the input, if gy is the gradient with respect to the output, and the forward pass of a transposed convolution.
    /// gx[t − top] = ∑ gy[(t − p)/s] · w[p] over the p for which s divides t − p, in each direction. The pixels t = s·u + r of one
    /// remainder r use the taps p = r, r + s, …: a convolution of stride 1 with the kernel reversed.
    /// </summary>
    /// <param name="geometry">The sizes of the convolution whose input is gx and whose output is gy.</param>
    /// <param name="gy">Images of the output's size.</param>
    /// <param name="w">The kernel.</param>
    /// <param name="bias">One value per input channel, or none.</param>
    /// <param name="negativeSlope">1 keeps negative values, 0 is ReLU.</param>
    /// <param name="gx">Images of the input's size.</param>
    public static void InputGradient(in ConvolutionGeometry geometry, ReadOnlySpan<float> gy, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, float negativeSlope, Span<float> gx)
    {
        var g = geometry;
        Check(g, gx.Length, gy.Length, w.Length);
        if (!bias.IsEmpty) Lengths.Expect(nameof(Convolution), nameof(bias), g.InputChannels, bias.Length);
        if (g.InputLength == 0) return;
        fixed (float* pgy = gy, pw = w, pb = bias, pgx = gx)
        {
            var source = new ImageBatch(pgy, g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels);
            var target = new ImageBatch(pgx, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
            var epilogue = new Epilogue { Bias = pb, NegativeSlope = negativeSlope };
            // Pixels of a remainder without taps have no terms. At most as many phases remain as the kernel has taps.
            int across = Math.Min(g.Stride, g.KernelWidth), down = Math.Min(g.Stride, g.KernelHeight);
            if (g.OutputLength == 0 || across < g.Stride || down < g.Stride) Correlation.FillWithoutSource(target, epilogue);
            if (g.OutputLength == 0) return;
            var phases = Scratch.Of<ConvolutionPhase>(ScratchUse.Phases, (nint)down * across);
            var count = 0;
            for (var ry = 0; ry < down; ry++)
                for (var rx = 0; rx < across; rx++)
                {
                    var phase = new ConvolutionPhase
                    {
                        Rows = PhaseAxis.OfRemainder(ry, g.Stride, g.PadTop, g.InputHeight, g.KernelHeight),
                        Columns = PhaseAxis.OfRemainder(rx, g.Stride, g.PadLeft, g.InputWidth, g.KernelWidth),
                    };
                    if (phase.Rows.Count > 0 && phase.Columns.Count > 0) phases[count++] = phase;
                }
            if (count == 0) return;
            var kernel = new KernelPacking(pw, g.KernelWidth, (nint)g.InputChannels * g.OutputChannels, g.OutputChannels, g.InputChannels, 1, g.OutputChannels);
            Correlation.Run(source, target, phases, count, kernel, epilogue);
        }
    }

    private static void Check(in ConvolutionGeometry g, int input, int output, int kernel)
    {
        Lengths.Expect(nameof(Convolution), "the input", g.InputLength, input);
        Lengths.Expect(nameof(Convolution), "the output", g.OutputLength, output);
        Lengths.Expect(nameof(Convolution), "the kernel", g.KernelLength, kernel);
    }

    /// <summary>
    /// gw[p, q, c, o] = ∑ x[n, i·s + p − top, j·s + q − left, c] · gy[n, i, j, o] over n, i and j. Each block of images is one chain; the number of images per block depends on the image's size alone.
    /// </summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Input images.</param>
    /// <param name="gy">The gradient of the output images.</param>
    /// <param name="gw">The gradient of the kernel.</param>
    public static void WeightGradient(in ConvolutionGeometry geometry, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, Span<float> gw)
    {
        Check(geometry, x.Length, gy.Length, gw.Length);
        if (geometry.KernelLength == 0) return;
        if (geometry.OutputLength == 0 || geometry.InputLength == 0)
        {
            gw.Clear();
            return;
        }
        fixed (float* px = x, pgy = gy, pgw = gw)
        {
            if (Winograd.Applies(geometry)) WinogradWeightGradient.Run(geometry, px, pgy, pgw);
            else Tensors.WeightGradient.Run(geometry, px, pgy, pgw);
        }
    }
}
