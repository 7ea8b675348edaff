namespace Ansatz.Tensors;

/// <summary>
/// The sizes of a convolution y[n, i, j, o] = ∑ x[n, i·s + p − top, j·s + q − left, c] · w[p, q, c, o] over p, q and c.
/// x is zero outside its image. Images are [batch, height, width, channels], kernels [height, width, input channels, output channels].
/// </summary>
/// <param name="Batch">The number of images.</param>
/// <param name="InputHeight">x's height.</param>
/// <param name="InputWidth">x's width.</param>
/// <param name="InputChannels">x's channels.</param>
/// <param name="OutputHeight">y's height. The padding below and to the right follows from it.</param>
/// <param name="OutputWidth">y's width.</param>
/// <param name="OutputChannels">y's channels.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="Stride">s: pixels from one window to the next, 1 or more.</param>
/// <param name="PadTop">Zero rows above x.</param>
/// <param name="PadLeft">Zero columns to the left of x.</param>
internal readonly record struct ConvolutionGeometry(
    int Batch, int InputHeight, int InputWidth, int InputChannels,
    int OutputHeight, int OutputWidth, int OutputChannels,
    int KernelHeight, int KernelWidth, int Stride, int PadTop, int PadLeft)
{
    public nint InputLength => (nint)Batch * InputHeight * InputWidth * InputChannels;

    public nint OutputLength => (nint)Batch * OutputHeight * OutputWidth * OutputChannels;

    public int KernelLength => KernelHeight * KernelWidth * InputChannels * OutputChannels;

    /// <summary>Input rows that the windows cover, zeros included.</summary>
    public int PaddedHeight => (OutputHeight - 1) * Stride + KernelHeight;

    /// <summary>Input columns that the windows cover, zeros included.</summary>
    public int PaddedWidth => (OutputWidth - 1) * Stride + KernelWidth;

    /// <summary>The output's pixels and their windows.</summary>
    public ConvolutionPhase Phase => new()
    {
        Rows = new(0, OutputHeight, Stride, -PadTop, 1, 0, KernelHeight, 0, 1),
        Columns = new(0, OutputWidth, Stride, -PadLeft, 1, 0, KernelWidth, 0, 1),
    };

    /// <summary>Multiply-adds of one pass, including those with padding zeros.</summary>
    public long MultiplyAdds => (long)Batch * OutputHeight * OutputWidth * KernelLength;
}
