namespace Ansatz.Tensors;

/// <summary>
/// One piece of a kernel's gradient where few or odd channels do not fill vectors: some of its tiles, for one block of images. The input is zero-padded for some
/// pixels at a time, so that a tile's rows may belong to several taps.
/// </summary>
/// <param name="g">The convolution's sizes.</param>
/// <param name="x">Input images.</param>
/// <param name="wholePadded">All of them zero-padded, or null: then each piece pads what it needs.</param>
/// <param name="gy">The gradient of the output images.</param>
/// <param name="first">Where the first block's sums go.</param>
/// <param name="rest">Where the other blocks' sums go.</param>
/// <param name="imagesABlock">Images in a block.</param>
/// <param name="parts">Pieces of a block.</param>
/// <param name="transposed">Whether rows are output channels.</param>
internal readonly unsafe struct WeightGradientPiece(
    ConvolutionGeometry g, float* x, float* wholePadded, float* gy, float* first, float* rest, int imagesABlock, int parts, bool transposed)
    : IParallelBody
{
    private int RowCount => g.KernelHeight * g.KernelWidth * g.InputChannels;

    private int TilesAColumn => (RowCount + Tile.Rows - 1) / Tile.Rows;

    public static int TileCount(in ConvolutionGeometry g) =>
        (g.KernelHeight * g.KernelWidth * g.InputChannels + Tile.Rows - 1) / Tile.Rows * ((g.OutputChannels + Tile.Columns - 1) / Tile.Columns);

    public void Invoke(int index)
    {
        var block = index / parts;
        var part = index % parts;
        var items = transposed ? g.KernelHeight : TileCount(g);
        var (firstItem, lastItem) = ((int)((long)items * part / parts), (int)((long)items * (part + 1) / parts));
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var firstImage = block * imagesABlock;
        var images = Math.Min(g.Batch - firstImage, imagesABlock);
        for (var i = 0; i < WeightGradientChunk.Count(g, images); i++)
        {
            var chunk = WeightGradientChunk.At(g, firstImage, images, i);
            var padded = Pad(chunk);
            if (transposed) AddKernelRows(chunk, padded, firstItem, lastItem, target, continued: i > 0);
            else AddTiles(chunk, padded, firstItem, lastItem, target, continued: i > 0);
        }
    }

    private int SourceRows(in WeightGradientChunk chunk) => (chunk.Rows - 1) * g.Stride + g.KernelHeight;

    /// <summary>Floats from one padded image to the next.</summary>
    private nint ImageStep(in WeightGradientChunk chunk) => (wholePadded == null ? SourceRows(chunk) : g.PaddedHeight) * (nint)g.PaddedWidth * g.InputChannels;

    /// <summary>The part of the input that the chunk's windows see, and 16 floats more that a ragged vector may read.</summary>
    private float* Pad(in WeightGradientChunk chunk)
    {
        if (wholePadded != null) return wholePadded + (chunk.Image * (nint)g.PaddedHeight + chunk.Row * g.Stride) * g.PaddedWidth * g.InputChannels;
        var padded = Scratch.Floats(ScratchUse.Image, chunk.Images * ImageStep(chunk) + 16);
        var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
        ZeroPadding.Copy(source, chunk.Image, chunk.Images, chunk.Row * g.Stride - g.PadTop, SourceRows(chunk), -g.PadLeft, g.PaddedWidth, padded);
        return padded;
    }

    private void AddTiles(in WeightGradientChunk chunk, float* padded, int firstTile, int lastTile, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var ahead = new WeightGradientLookahead(chunk, wholePadded == null ? x : null, gy);
        for (var tile = firstTile; tile < lastTile;)
        {
            var column = tile / TilesAColumn * Tile.Columns;
            var endOfColumn = Math.Min(lastTile, (tile / TilesAColumn + 1) * TilesAColumn);
            var panel = new WeightGradientPanel(g, gy, chunk, column);
            var walk = new Walk
            {
                Groups = chunk.Images,
                AGroup = ImageStep(chunk),
                ARun = (nint)g.Stride * g.PaddedWidth * channels,
                AStep = (nint)g.Stride * channels,
                BGroup = panel.Group,
                BRun = panel.Run,
                BStep = panel.Step,
            };
            for (; tile < endOfColumn; tile++)
            {
                var firstRow = tile % TilesAColumn * Tile.Rows;
                var rows = Math.Min(Tile.Rows, RowCount - firstRow);
                var (top, inTop) = Math.DivRem(firstRow, g.KernelWidth * channels);
                var (bottom, inBottom) = Math.DivRem(firstRow + rows - 1, g.KernelWidth * channels);
                var (left, right) = top == bottom ? (inTop / channels, inBottom / channels) : (0, g.KernelWidth - 1);
                var ((i, endI), (j, endJ)) = (chunk.RowsInside(top, bottom), chunk.ColumnsInside(left, right));
                walk.Runs = endI - i;
                walk.Length = endJ - j;
                var from = padded + i * walk.ARun + j * walk.AStep + (nint)top * g.PaddedWidth * channels;
                for (var r = 0; r < rows; r++)
                {
                    var (down, along) = Math.DivRem(inTop + r, g.KernelWidth * channels);
                    a[r] = from + (nint)down * g.PaddedWidth * channels + along;
                    c[r] = target + (nint)(firstRow + r) * outputs + column;
                }
                var b = panel.Data + i * walk.BRun + j * walk.BStep;
                walk.Ahead = ahead.Ask(b, walk);
                Tile.Multiply(a, b, walk, c, rows, Math.Min(Tile.Columns, outputs - column), continued);
            }
        }
    }

    private void AddKernelRows(in WeightGradientChunk chunk, float* padded, int firstRow, int lastRow, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var walk = new Walk
        {
            Groups = chunk.Images,
            Runs = chunk.Rows,
            Length = g.OutputWidth,
            AGroup = (nint)g.OutputHeight * g.OutputWidth * outputs,
            ARun = (nint)g.OutputWidth * outputs,
            AStep = outputs,
            BGroup = ImageStep(chunk),
            BRun = (nint)g.Stride * g.PaddedWidth * channels,
            BStep = (nint)g.Stride * channels,
        };
        var columns = g.KernelWidth * channels;
        for (var row = firstRow; row < lastRow; row++)
        {
            var (i, endI) = chunk.RowsInside(row, row);
            walk.Runs = endI - i;
            for (var o = 0; o < outputs; o++)
            {
                a[o] = gy + chunk.GradientOffset + i * walk.ARun + o;
                c[o] = target + (nint)o * RowCount + (nint)row * columns;
            }
            Tile.MultiplyWide(a, padded + (nint)row * g.PaddedWidth * channels + i * walk.BRun, walk, c, outputs, columns, continued);
        }
    }
}
