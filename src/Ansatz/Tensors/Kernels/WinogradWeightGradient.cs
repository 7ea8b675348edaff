namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a kernel by <see cref="Winograd"/>, for one block of images after another: the input's windows become V [point][group][tile][16
/// channels], the squares of the output's gradient W [point][panel][tile][32], and P [point][panel][input channel][32] = Vᵀ·W is one product of
/// matrices a point, each output one chain over the block's tiles, before it is transformed back to taps.
/// </summary>
/// <remarks>
/// A thread takes whole blocks as long as there are several for each. Threads share a block of which there are few, as in layers of many channels and
/// few pixels: together they transform its windows, once, then each multiplies some output channels. Sharing every block would keep less memory busy,
/// but where two cores share no third cache it costs a quarter more, and where they do it gains only 2 %.
/// </remarks>
internal readonly unsafe struct WinogradWeightGradient(
    ConvolutionGeometry g, float* x, float* gy, float* first, float* rest, WinogradSlice* slices, WinogradSize size, WinogradTiling tiling, int imagesABlock,
    bool isShared) : IParallelBody
{
    /// <summary>Blocks a thread below which threads share them; small ones, which fit a second cache, they share only where there is none for each.</summary>
    private const int FewBlocks = 4;

    /// <summary>
    /// Tiles in a block of images: long enough chains that their transform back costs little beside them. Those of few channels stay in the second cache.
    /// </summary>
    private const int TilesABlock = 340, TilesOfFourPoints = 72;

    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var slices = Scratch.Of<WinogradSlice>(ScratchUse.Slices, WinogradSlice.Count(g.Phase, g.InputChannels, g.InputChannels));
        WinogradSlice.Cut(g.Phase, g.InputChannels, g.InputChannels, slices);
        var size = WinogradSize.Of(slices[0].Taps.Rows.Taps, Math.Min(g.InputChannels, g.OutputChannels));
        var tiling = WinogradTiling.Of(size.Pixels, g.OutputHeight, g.OutputWidth);
        var imagesABlock = Math.Max(1, (size.Points == 4 ? TilesOfFourPoints : TilesABlock) / tiling.Count);
        var blocks = (g.Batch + imagesABlock - 1) / imagesABlock;
        var partials = Scratch.Floats(ScratchUse.Partials, (blocks - 1) * (nint)g.KernelLength);
        var isShared = blocks < ForkJoin.ThreadCount * (size.Points == 4 ? 1 : FewBlocks);
        var gradient = new WinogradWeightGradient(g, x, gy, gw, partials, slices, size, tiling, imagesABlock, isShared);
        if (!isShared) ForkJoin.For(blocks, gradient);
        else for (var block = 0; block < blocks; block++) gradient.Invoke(block);
        BlockTree.Combine(gw, partials, g.KernelLength, blocks, g.KernelLength);
    }

    /// <summary>One block. Inside a parallel region, those below are its caller's alone.</summary>
    public void Invoke(int block)
    {
        var images = Math.Min(imagesABlock, g.Batch - block * imagesABlock);
        var source = new ImageBatch(x + block * imagesABlock * (g.InputLength / g.Batch), images, g.InputHeight, g.InputWidth, g.InputChannels);
        var gradient = new ImageBatch(gy + block * imagesABlock * (g.OutputLength / g.Batch), images, g.OutputHeight, g.OutputWidth, g.OutputChannels);
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var tiles = images * tiling.Count;
        var input = new WinogradInput(source, slices, size, tiling, tiles, byGroups: true);
        var v = Scratch.Floats(ScratchUse.Image, input.SliceStep);
        var pieces = new WinogradWeightGradientPiece(g, gradient, size, tiling, tiles, input, v, target, isShared ? ForkJoin.ThreadCount : 1);
        var sliceCount = g.Stride * g.Stride;
        var w = sliceCount == 1 ? null : Scratch.Floats(ScratchUse.Weights, pieces.Count * pieces.GradientLength);
        for (var slice = 0; slice < sliceCount; slice++)
        {
            input.TransformAll(slice, 1, v);
            ForkJoin.For(pieces.Count, pieces with { Taps = slices[slice].Taps, IsFirst = slice == 0, Kept = w });
        }
    }
}
