namespace Ansatz.Tensors;

/// <summary>
/// One piece of a kernel's gradient: some of its tiles, for one block of images. Rows are (kernel row, kernel column, input channel),
/// columns are output channels, and a chain runs over the block's images and their pixels. The input is zero-padded and the output's
/// gradient packed for some pixels at a time, which stay in cache while all tiles pass over them.
/// </summary>
internal readonly unsafe struct WeightGradientPiece : IParallelBody
{
    /// <summary>Pixels in a block: enough that its partial sums cost little beside it.</summary>
    private const int PixelsABlock = 4096;

    /// <summary>Pixels at a time: their panel of 32 output channels takes 32 KB.</summary>
    private const int PixelsAChunk = 256;

    private readonly ConvolutionGeometry g;
    private readonly float* x, gy, gw, partials;
    private readonly int imagesABlock, parts;

    private WeightGradientPiece(in ConvolutionGeometry geometry, float* x, float* gy, float* gw, float* partials, int imagesABlock, int parts)
    {
        g = geometry;
        this.x = x;
        this.gy = gy;
        this.gw = gw;
        this.partials = partials;
        this.imagesABlock = imagesABlock;
        this.parts = parts;
    }

    private int RowCount => g.KernelHeight * g.KernelWidth * g.InputChannels;

    private int TilesAColumn => (RowCount + Tile.Rows - 1) / Tile.Rows;

    private int TileCount => TilesAColumn * ((g.OutputChannels + Tile.Columns - 1) / Tile.Columns);

    public static void Run(in ConvolutionGeometry g, float* x, float* gy, float* gw)
    {
        var images = Math.Max(1, PixelsABlock / (g.OutputHeight * g.OutputWidth));
        var blockCount = (g.Batch + images - 1) / images;
        var length = (nint)g.KernelLength;
        var rest = blockCount == 1 ? null : Scratch.Floats(ScratchUse.Partials, (blockCount - 1) * length);
        var whole = new WeightGradientPiece(g, x, gy, gw, rest, images, 1);
        var partCount = Math.Clamp(4 * ForkJoin.ThreadCount / blockCount, 1, whole.TileCount);
        ForkJoin.For(blockCount * partCount, new WeightGradientPiece(g, x, gy, gw, rest, images, partCount));
        BlockTree.Combine(gw, rest, length, blockCount, length);
    }

    public void Invoke(int index)
    {
        var block = index / parts;
        var part = index % parts;
        var (firstTile, lastTile) = ((int)((long)TileCount * part / parts), (int)((long)TileCount * (part + 1) / parts));
        var target = block == 0 ? gw : partials + (nint)(block - 1) * g.KernelLength;
        var firstImage = block * imagesABlock;
        var lastImage = Math.Min(g.Batch, firstImage + imagesABlock);

        var imagesAChunk = Math.Max(1, PixelsAChunk / (g.OutputHeight * g.OutputWidth));
        var rowsAChunk = imagesAChunk > 1 ? g.OutputHeight : Math.Clamp(PixelsAChunk / g.OutputWidth, 1, g.OutputHeight);
        for (var image = firstImage; image < lastImage; image += imagesAChunk)
            for (var row = 0; row < g.OutputHeight; row += rowsAChunk)
                AddChunk(image, Math.Min(imagesAChunk, lastImage - image), row, Math.Min(rowsAChunk, g.OutputHeight - row), firstTile, lastTile, target,
                    continued: image > firstImage || row > 0);
    }

    private void AddChunk(int image, int images, int row, int rows, int firstTile, int lastTile, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var sourceRows = (rows - 1) * g.Stride + g.KernelHeight;
        var sourceWidth = (g.OutputWidth - 1) * g.Stride + g.KernelWidth;
        var padded = Scratch.Floats(ScratchUse.Image, images * (nint)sourceRows * sourceWidth * channels);
        var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, channels);
        ZeroPadding.Copy(source, image, images, row * g.Stride - g.PadTop, sourceRows, -g.PadLeft, sourceWidth, padded);

        var pixels = rows * g.OutputWidth;
        var packed = Scratch.Floats(ScratchUse.Panel, images * (nint)pixels * Tile.Columns);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        for (var tile = firstTile; tile < lastTile;)
        {
            var column = tile / TilesAColumn * Tile.Columns;
            var endOfColumn = Math.Min(lastTile, (tile / TilesAColumn + 1) * TilesAColumn);
            var columns = Math.Min(Tile.Columns, outputs - column);
            var width = Tile.Width(columns);
            for (var n = 0; n < images; n++)
            {
                var from = gy + (((nint)(image + n) * g.OutputHeight + row) * g.OutputWidth) * outputs + column;
                Panels.Pack(from, outputs, 1, pixels, columns, packed + (nint)n * pixels * width);
            }
            var walk = new Walk
            {
                Groups = images,
                Runs = rows,
                Length = g.OutputWidth,
                AGroup = (nint)sourceRows * sourceWidth * channels,
                ARun = (nint)g.Stride * sourceWidth * channels,
                AStep = (nint)g.Stride * channels,
                BGroup = (nint)pixels * width,
                BRun = (nint)g.OutputWidth * width,
                BStep = width,
            };
            for (; tile < endOfColumn; tile++)
            {
                var firstRow = tile % TilesAColumn * Tile.Rows;
                var tileRows = Math.Min(Tile.Rows, RowCount - firstRow);
                for (var i = 0; i < tileRows; i++)
                {
                    var (kernelRow, rest) = Math.DivRem(firstRow + i, g.KernelWidth * channels);
                    a[i] = padded + (nint)kernelRow * sourceWidth * channels + rest;
                    c[i] = target + (nint)(firstRow + i) * outputs + column;
                }
                Tile.Multiply(a, packed, walk, c, tileRows, columns, continued);
            }
        }
    }
}
