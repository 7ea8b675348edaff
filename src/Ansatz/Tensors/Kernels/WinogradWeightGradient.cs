namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a kernel by <see cref="Winograd"/>, one piece: some output channels, for one block of images. The input's windows become
/// V [point][tile][input channel], the squares of the output's gradient W [point][panel][tile][32], and P [point][input channel][output
/// channel] = Vᵀ·W is one product of matrices a point, each output one chain over the block's tiles, before it is transformed back to taps.
/// </summary>
internal readonly unsafe struct WinogradWeightGradient(
    ConvolutionGeometry g, float* x, float* gy, float* first, float* rest, WinogradTiling tiling, int imagesABlock, int parts) : IParallelBody
{
    /// <summary>Tiles in a block: long enough chains that their transform back costs little beside them.</summary>
    private const int TilesABlock = 192;

    /// <summary>Panels of 32 output channels taken at a time.</summary>
    private const int PanelsAChunk = 2;

    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var tiling = WinogradTiling.Of(Winograd.TileSize(g.KernelHeight), g.OutputHeight, g.OutputWidth);
        var imagesABlock = Math.Max(1, TilesABlock / tiling.Count);
        var blocks = (g.Batch + imagesABlock - 1) / imagesABlock;
        var parts = Math.Clamp(2 * ForkJoin.ThreadCount / blocks, 1, WinogradKernel.PanelCount(g.OutputChannels));
        var partials = Scratch.Floats(ScratchUse.Partials, (blocks - 1) * (nint)g.KernelLength);
        ForkJoin.For(blocks * parts, new WinogradWeightGradient(g, x, gy, gw, partials, tiling, imagesABlock, parts));
        BlockTree.Combine(gw, partials, g.KernelLength, blocks, g.KernelLength);
    }

    public void Invoke(int index)
    {
        var (block, part) = Math.DivRem(index, parts);
        var firstImage = block * imagesABlock;
        var tiles = Math.Min(imagesABlock, g.Batch - firstImage) * tiling.Count;
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var v = TransformInput(firstImage, tiles);
        var (panel, end) = ((int)((long)PanelCount * part / parts), (int)((long)PanelCount * (part + 1) / parts));
        for (; panel < end; panel += PanelsAChunk)
        {
            var panels = Math.Min(PanelsAChunk, end - panel);
            var w = TransformGradient(firstImage, tiles, panel, panels);
            var p = Multiply(tiles, panels, v, w);
            TransformBack(panel, panels, p, target);
        }
    }

    private int PanelCount => WinogradKernel.PanelCount(g.OutputChannels);

    private int Column(int panel) => WinogradKernel.Column(panel, g.OutputChannels);

    private nint InputStep(int tiles) => (nint)tiles * g.InputChannels + Lanes.Count;

    private static nint GradientStep(int tiles) => (nint)tiles * PanelsAChunk * Tile.Columns + Lanes.Count;

    private nint ProductStep => (nint)g.InputChannels * PanelsAChunk * Tile.Columns + Lanes.Count;

    private float* TransformInput(int firstImage, int tiles)
    {
        var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
        var copy = Scratch.Floats(ScratchUse.Window, WinogradPoints.Square * (nint)g.InputChannels);
        var v = Scratch.Floats(ScratchUse.Image, WinogradPoints.Square * InputStep(tiles));
        for (var tile = 0; tile < tiles; tile++)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(source, firstImage + image, top - g.PadTop, left - g.PadLeft, WinogradPoints.Count, copy);
            for (var c = 0; c < g.InputChannels; c += Lanes.Count)
            {
                var channel = Math.Min(c, g.InputChannels - Lanes.Count);
                WinogradTransform.Differences(window.Pixels + channel, window.Row, g.InputChannels, v + (nint)tile * g.InputChannels + channel, InputStep(tiles));
            }
        }
        return v;
    }

    private float* TransformGradient(int firstImage, int tiles, int firstPanel, int panels)
    {
        var source = new ImageBatch(gy, g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels);
        var copy = Scratch.Floats(ScratchUse.Window, WinogradPoints.Square * (nint)g.OutputChannels);
        var w = Scratch.Floats(ScratchUse.Panel, WinogradPoints.Square * GradientStep(tiles));
        for (var tile = 0; tile < tiles; tile++)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(source, firstImage + image, top, left, tiling.Size, copy);
            for (var panel = 0; panel < panels; panel++)
                for (var c = 0; c < Tile.Columns; c += Lanes.Count)
                    WinogradTransform.Values(
                        tiling.Size, window.Pixels + Column(firstPanel + panel) + c, window.Row, g.OutputChannels,
                        w + ((nint)panel * tiles + tile) * Tile.Columns + c, GradientStep(tiles));
        }
        return w;
    }

    private float* Multiply(int tiles, int panels, float* v, float* w)
    {
        var products = Scratch.Floats(ScratchUse.Rows, WinogradPoints.Square * ProductStep);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var walk = Walk.Straight(tiles, g.InputChannels, Tile.Columns);
        var p = products;
        for (var point = 0; point < WinogradPoints.Square; point++, v += InputStep(tiles), w += GradientStep(tiles), p += ProductStep)
            for (var panel = 0; panel < panels; panel++)
                for (var row = 0; row < g.InputChannels; row += Tile.Rows)
                {
                    var rows = Math.Min(Tile.Rows, g.InputChannels - row);
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = v + row + i;
                        c[i] = p + ((nint)panel * g.InputChannels + row + i) * Tile.Columns;
                    }
                    Tile.Multiply(a, w + (nint)panel * tiles * Tile.Columns, walk, c, rows, Tile.Columns, continued: false);
                }
        return products;
    }

    private void TransformBack(int firstPanel, int panels, float* p, float* target)
    {
        nint tap = (nint)g.InputChannels * g.OutputChannels;
        for (var panel = 0; panel < panels; panel++)
            for (var row = 0; row < g.InputChannels; row++, p += Tile.Columns)
                for (var c = 0; c < Tile.Columns; c += Lanes.Count)
                    WinogradTransform.Sums(
                        g.KernelHeight, p + c, ProductStep, target + (nint)row * g.OutputChannels + Column(firstPanel + panel) + c, g.KernelWidth * tap, tap);
    }
}
