namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a convolution's kernel: a product of matrices whose rows are (kernel row, kernel column, input channel), whose columns
/// are output channels, and whose sum runs over images and pixels. Blocks of images, of a number that depends on their size alone, are one
/// chain each, combined by <see cref="BlockTree"/>.
/// </summary>
/// <remarks>
/// With at most 4 output channels rows and columns change places: a tile's rows are output channels, and its columns the contiguous
/// (kernel column, input channel) of one kernel row. The chains and so the bits stay as they are, only the transpose comes out first.
/// </remarks>
internal static unsafe class WeightGradient
{
    /// <summary>Pixels in a block: enough that its partial sums cost little beside it.</summary>
    private const int PixelsABlock = 4096;

    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var imagesABlock = Math.Max(1, PixelsABlock / (g.OutputHeight * g.OutputWidth));
        var blockCount = (g.Batch + imagesABlock - 1) / imagesABlock;
        nint length = g.KernelLength;
        var transposed = g.OutputChannels <= Tile.WideRows && g.KernelWidth * g.InputChannels >= 16;
        var ownBlocks = transposed ? blockCount : blockCount - 1;
        var partials = ownBlocks == 0 ? null : Scratch.Floats(ScratchUse.Partials, ownBlocks * length);
        var first = transposed ? partials : gw;
        var rest = transposed ? partials + length : partials;
        if (!transposed && WeightGradientInPlace.Applies(g))
        {
            var parts = Parts(blockCount, 2, WeightGradientInPlace.MostParts(g));
            ForkJoin.For(blockCount * parts, new WeightGradientInPlace(g, x, gy, first, rest, imagesABlock, blockCount, parts));
        }
        else
        {
            var parts = Parts(blockCount, 4, transposed ? g.KernelHeight : WeightGradientPiece.TileCount(g));
            var padded = parts > 1 ? Pad(g, x) : null; // once for all parts
            ForkJoin.For(blockCount * parts, new WeightGradientPiece(g, x, padded, gy, first, rest, imagesABlock, parts, transposed));
        }
        BlockTree.Combine(first, rest, length, blockCount, length);
        if (!transposed) return;
        var rows = g.KernelLength / g.OutputChannels;
        for (var i = 0; i < rows; i++)
            for (var o = 0; o < g.OutputChannels; o++) gw[i * g.OutputChannels + o] = first[o * rows + i];
    }

    /// <summary>Into how many parts blocks are cut, so that there are a few pieces for each thread.</summary>
    private static int Parts(int blockCount, int piecesAThread, int most) =>
        ForkJoin.ThreadCount == 1 ? 1 : Math.Clamp(piecesAThread * ForkJoin.ThreadCount / blockCount, 1, most);

    private static float* Pad(in ConvolutionGeometry g, float* x)
    {
        var length = (nint)g.PaddedHeight * g.PaddedWidth * g.InputChannels;
        var padded = Scratch.Floats(ScratchUse.Image, g.Batch * length + 16);
        ForkJoin.For(g.Batch, new PaddingPiece(g, x, padded, length));
        return padded;
    }

    private readonly struct PaddingPiece(ConvolutionGeometry g, float* x, float* padded, nint length) : IParallelBody
    {
        public void Invoke(int index)
        {
            var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
            ZeroPadding.Copy(source, index, 1, -g.PadTop, g.PaddedHeight, -g.PadLeft, g.PaddedWidth, padded + index * length);
        }
    }
}
