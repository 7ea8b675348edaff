namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a convolution's kernel: a product of matrices whose rows are (kernel row, kernel column, input channel), whose columns
/// are output channels, and whose sum runs over images and pixels. Each block of images is one chain, and <see cref="BlockTree"/> adds the blocks. The
/// number of images per block depends on their size alone.
/// </summary>
/// <remarks>
/// With at most 4 output channels and 16 or more (kernel column, input channel) pairs per kernel row, rows and columns are exchanged. A tile's rows are
/// then output channels, and its columns are the pairs of one kernel row, which are contiguous. The result is the transpose; the chains, and so the bits, are the
/// same.
/// </remarks>
internal static unsafe class WeightGradient
{
    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var imagesPerBlock = Math.Max(1, BitConstants.KernelGradientPixels / (g.OutputHeight * g.OutputWidth));
        var blockCount = (g.Batch + imagesPerBlock - 1) / imagesPerBlock;
        nint length = g.KernelLength;
        var transposed = g.OutputChannels <= Tile.WideRows && g.KernelWidth * g.InputChannels >= 16;
        // The first block is written to gw itself, unless the result must still be transposed.
        var partialCount = transposed ? blockCount : blockCount - 1;
        var partials = partialCount == 0 ? null : Scratch.Floats(ScratchUse.Partials, partialCount * length);
        var first = transposed ? partials : gw;
        var rest = transposed ? partials + length : partials;
        if (!transposed && WeightGradientInPlace.Applies(g))
        {
            var parts = Parts(blockCount, SpeedConstants.Convolutions.PiecesInPlace, WeightGradientInPlace.MostParts(g));
            ForkJoin.For(blockCount * parts, new WeightGradientInPlace(g, x, gy, first, rest, imagesPerBlock, blockCount, parts));
        }
        else
        {
            var parts = Parts(blockCount, SpeedConstants.Convolutions.PiecesOfPadded, transposed ? g.KernelHeight : WeightGradientPiece.TileCount(g));
            var padded = parts > 1 ? Pad(g, x) : null; // once for all parts
            ForkJoin.For(blockCount * parts, new WeightGradientPiece(g, x, padded, gy, first, rest, imagesPerBlock, parts, transposed));
        }
        BlockTree.Combine(first, rest, length, blockCount, length);
        if (!transposed) return;
        var rows = g.KernelLength / g.OutputChannels;
        for (var i = 0; i < rows; i++)
            for (var o = 0; o < g.OutputChannels; o++) gw[i * g.OutputChannels + o] = first[o * rows + i];
    }

    /// <summary>The number of parts per block, chosen so that there are a few pieces per thread.</summary>
    private static int Parts(int blockCount, int piecesPerThread, int most) =>
        ForkJoin.ThreadCount == 1 ? 1 : Math.Clamp(piecesPerThread * ForkJoin.ThreadCount / blockCount, 1, most);

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
