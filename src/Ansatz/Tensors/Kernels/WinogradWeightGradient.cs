namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a kernel by <see cref="Winograd"/>, one piece: some output channels, for one block of images. The input's windows become
/// V [point][tile][input channel], the squares of the output's gradient W [point][panel][tile][32], and P [point][panel][input channel][32] =
/// Vᵀ·W is one product of matrices a point, each output one chain over the block's tiles, before it is transformed back to taps.
/// </summary>
internal readonly unsafe struct WinogradWeightGradient(
    ConvolutionGeometry g, float* x, float* gy, float* first, float* rest, WinogradSlice* slices, WinogradSize size, WinogradTiling tiling, int imagesABlock, int parts)
    : IParallelBody
{
    /// <summary>
    /// Tiles in a block of images: long enough chains that their transform back costs little beside them. Those of few channels stay in the second cache.
    /// </summary>
    private const int TilesABlock = 340, TilesOfFourPoints = 72;

    /// <summary>Panels of 32 output channels taken at a time.</summary>
    private const int PanelsAChunk = 2;

    /// <summary>How far ahead a kernel's scattered lines are asked for: a quarter off the transform back to taps.</summary>
    private const int RowsAhead = 4;

    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var slices = stackalloc WinogradSlice[WinogradSlice.Count(g.Phase, g.InputChannels, g.InputChannels)];
        WinogradSlice.Cut(g.Phase, g.InputChannels, g.InputChannels, slices);
        var size = WinogradSize.Of(slices[0].Taps.Rows.Taps, Math.Min(g.InputChannels, g.OutputChannels));
        var tiling = WinogradTiling.Of(size.Pixels, g.OutputHeight, g.OutputWidth);
        var imagesABlock = Math.Max(1, (size.Points == 4 ? TilesOfFourPoints : TilesABlock) / tiling.Count);
        var blocks = (g.Batch + imagesABlock - 1) / imagesABlock;
        var mostParts = (WinogradKernel.PanelsOf(g.OutputChannels) + PanelsAChunk - 1) / PanelsAChunk;
        var parts = ForkJoin.ThreadCount == 1 ? 1 : Math.Clamp(2 * ForkJoin.ThreadCount / blocks, 1, mostParts);
        var partials = Scratch.Floats(ScratchUse.Partials, (blocks - 1) * (nint)g.KernelLength);
        ForkJoin.For(blocks * parts, new WinogradWeightGradient(g, x, gy, gw, partials, slices, size, tiling, imagesABlock, parts));
        BlockTree.Combine(gw, partials, g.KernelLength, blocks, g.KernelLength);
    }

    private int Column(int panel) => WinogradKernel.ColumnOf(panel, g.OutputChannels);

    private int Width(int panel) => WinogradKernel.WidthAt(Column(panel), g.OutputChannels);

    public void Invoke(int index)
    {
        var (block, part) = Math.DivRem(index, parts);
        var images = Math.Min(imagesABlock, g.Batch - block * imagesABlock);
        var source = new ImageBatch(x + block * imagesABlock * (g.InputLength / g.Batch), images, g.InputHeight, g.InputWidth, g.InputChannels);
        var gradient = new ImageBatch(gy + block * imagesABlock * (g.OutputLength / g.Batch), images, g.OutputHeight, g.OutputWidth, g.OutputChannels);
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var tiles = images * tiling.Count;
        var input = new WinogradInput(source, slices, size, tiling, tiles, TileStep);
        var v = Scratch.Floats(ScratchUse.Image, input.SliceStep);
        var panels = WinogradKernel.PanelsOf(g.OutputChannels);
        var (panel, last) = ((int)((long)panels * part / parts), (int)((long)panels * (part + 1) / parts));
        float* w = null;
        for (var slice = 0; slice < g.Stride * g.Stride; slice++)
        {
            input.Transform(slice, 0, tiles, v);
            for (var i = panel; i < last; i += PanelsAChunk)
            {
                var count = Math.Min(PanelsAChunk, last - i);
                if (slice == 0 || last - panel > PanelsAChunk) w = TransformGradient(gradient, tiles, i, count);
                var p = Multiply(input, tiles, i, count, v, w);
                TransformBack(slices[slice].Taps, i, count, p, target);
            }
        }
    }

    /// <summary>Floats from one tile of V to the next; see <see cref="WeightGradientPiece.PixelStep"/>.</summary>
    private int TileStep => WeightGradientPiece.PixelStep(g, transposed: false);

    private static nint GradientStep(int tiles) => (nint)tiles * PanelsAChunk * Tile.Columns + Lanes.Count;

    private nint ProductStep => (nint)g.InputChannels * PanelsAChunk * Tile.Columns + Lanes.Count;

    private float* TransformGradient(in ImageBatch gradient, int tiles, int firstPanel, int panels)
    {
        var firstChannel = Column(firstPanel);
        var depth = Column(firstPanel + panels - 1) + Width(firstPanel + panels - 1) - firstChannel;
        var copy = Scratch.Floats(ScratchUse.Window, size.Square * (nint)depth);
        var w = Scratch.Floats(ScratchUse.Panel, size.Square * GradientStep(tiles));
        for (var tile = 0; tile < tiles; tile++)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(gradient, image, top, left, size.Pixels, 1, firstChannel, depth, copy);
            for (var panel = 0; panel < panels; panel++)
                for (var c = 0; c < Width(firstPanel + panel); c += Lanes.Count)
                {
                    var channel = Column(firstPanel + panel) - firstChannel + c;
                    window.Prefetch(channel, size.Pixels);
                    WinogradTransform.Values(
                        size, size.Pixels, window.Pixels + channel, window.Row, window.Column,
                        w + ((nint)panel * tiles + tile) * Tile.Columns + c, GradientStep(tiles));
                }
        }
        return w;
    }

    private float* Multiply(in WinogradInput input, int tiles, int firstPanel, int panels, float* v, float* w)
    {
        var products = Scratch.Floats(ScratchUse.Rows, size.Square * ProductStep);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var walk = Walk.Straight(tiles, TileStep, Tile.Columns);
        var p = products;
        for (var point = 0; point < size.Square; point++, v += input.PointStep, w += GradientStep(tiles), p += ProductStep)
            for (var panel = 0; panel < panels; panel++)
                for (var row = 0; row < g.InputChannels; row += Tile.Rows)
                {
                    var rows = Math.Min(Tile.Rows, g.InputChannels - row);
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = v + row + i;
                        c[i] = p + ((nint)panel * g.InputChannels + row + i) * Tile.Columns;
                    }
                    Tile.Multiply(a, w + (nint)panel * tiles * Tile.Columns, walk, c, rows, Width(firstPanel + panel), continued: false);
                }
        return products;
    }

    private void TransformBack(in ConvolutionPhase taps, int firstPanel, int panels, float* p, float* target)
    {
        nint tap = (nint)g.InputChannels * g.OutputChannels, toRow = taps.Rows.TapStep * g.KernelWidth * tap, toColumn = taps.Columns.TapStep * tap;
        target += (taps.Rows.FirstTap * g.KernelWidth + taps.Columns.FirstTap) * tap;
        for (var panel = 0; panel < panels; panel++)
            for (var row = 0; row < g.InputChannels; row++, p += Tile.Columns)
                for (var c = 0; c < Width(firstPanel + panel); c += Lanes.Count)
                {
                    var to = target + (nint)row * g.OutputChannels + Column(firstPanel + panel) + c;
                    Prefetching.Rectangle(to + RowsAhead * g.OutputChannels, size.Taps, toRow, size.Taps, toColumn);
                    WinogradTransform.Sums(size, size.Taps, p + c, ProductStep, to, toRow, toColumn);
                }
    }
}
