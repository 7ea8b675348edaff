namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a kernel by <see cref="Winograd"/>, one block of images at a time. The input's windows become V [point][group][tile][16 channels] and the
/// squares of the output's gradient become W [point][panel][tile][32]. P [point][panel][input channel][32] = Vᵀ·W is one product of matrices per point;
/// each output is one chain over the block's tiles. Then P is transformed back to taps.
/// </summary>
/// <remarks>
/// If there are several blocks per thread, each thread takes whole blocks. If there are few, as in layers of many channels and few pixels, the threads share a
/// block: they transform its windows once, then each thread computes the products of some output channels.
/// </remarks>
internal readonly unsafe struct WinogradWeightGradient(
    ConvolutionGeometry g, float* x, float* gy, float* first, float* rest, WinogradSlice* slices, WinogradSize size, WinogradTiling tiling, int imagesPerBlock,
    bool isShared) : IParallelBody
{
    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var slices = Scratch.Of<WinogradSlice>(ScratchUse.Slices, WinogradSlice.Count(g.Phase, g.InputChannels, g.InputChannels));
        WinogradSlice.Cut(g.Phase, g.InputChannels, g.InputChannels, slices);
        var size = WinogradSize.Of(slices[0].Taps.Rows.Taps, Math.Min(g.InputChannels, g.OutputChannels));
        var tiling = WinogradTiling.Of(size.Pixels, g.OutputHeight, g.OutputWidth);
        var imagesPerBlock = Math.Max(1, (size.Points == 4 ? BitConstants.WinogradFourPointTiles : BitConstants.WinogradTiles) / tiling.Count);
        var blocks = (g.Batch + imagesPerBlock - 1) / imagesPerBlock;
        var partials = Scratch.Floats(ScratchUse.Partials, (blocks - 1) * (nint)g.KernelLength);
        var isShared = blocks < ForkJoin.ThreadCount * (size.Points == 4 ? SpeedConstants.Winograd.SharedSmallBlocks : SpeedConstants.Winograd.SharedBlocks);
        var gradient = new WinogradWeightGradient(g, x, gy, gw, partials, slices, size, tiling, imagesPerBlock, isShared);
        if (!isShared) ForkJoin.For(blocks, gradient);
        else for (var block = 0; block < blocks; block++) gradient.Invoke(block);
        BlockTree.Combine(gw, partials, g.KernelLength, blocks, g.KernelLength);
    }

    /// <summary>Computes one block. If this runs inside a parallel region, because each thread takes whole blocks, then the regions below run on one thread.</summary>
    public void Invoke(int block)
    {
        var images = Math.Min(imagesPerBlock, g.Batch - block * imagesPerBlock);
        var source = new ImageBatch(x + block * imagesPerBlock * (g.InputLength / g.Batch), images, g.InputHeight, g.InputWidth, g.InputChannels);
        var gradient = new ImageBatch(gy + block * imagesPerBlock * (g.OutputLength / g.Batch), images, g.OutputHeight, g.OutputWidth, g.OutputChannels);
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
            ForkJoin.For(pieces.Count, pieces with { Taps = slices[slice].Taps, IsFirst = slice == 0, StoredW = w });
        }
    }
}
