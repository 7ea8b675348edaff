namespace Ansatz.Tensors;

/// <summary>
/// One piece of a kernel's gradient, if the number of input channels is not a multiple of 16. A piece computes some of the tiles for one block of images. It reads a
/// zero-padded copy of the input, so that the rows of a tile may belong to several taps.
/// </summary>
/// <param name="g">The convolution's sizes.</param>
/// <param name="x">Input images.</param>
/// <param name="wholePadded">All input images zero-padded, or null if each piece pads what it needs.</param>
/// <param name="gy">The gradient of the output images.</param>
/// <param name="first">The sums of the first block.</param>
/// <param name="rest">The sums of the other blocks.</param>
/// <param name="imagesPerBlock">Images per block.</param>
/// <param name="parts">Pieces per block.</param>
/// <param name="transposed">Whether rows are output channels.</param>
internal readonly unsafe struct WeightGradientPiece(
    ConvolutionGeometry g, float* x, float* wholePadded, float* gy, float* first, float* rest, int imagesPerBlock, int parts, bool transposed)
    : IParallelBody
{
    private int RowCount => g.KernelHeight * g.KernelWidth * g.InputChannels;

    private int TilesPerColumn => (RowCount + Tile.Rows - 1) / Tile.Rows;

    public static int TileCount(in ConvolutionGeometry g) =>
        (g.KernelHeight * g.KernelWidth * g.InputChannels + Tile.Rows - 1) / Tile.Rows * ((g.OutputChannels + Tile.Columns - 1) / Tile.Columns);

    public void Invoke(int index)
    {
        var block = index / parts;
        var part = index % parts;
        var items = transposed ? g.KernelHeight : TileCount(g);
        var (firstItem, lastItem) = ((int)((long)items * part / parts), (int)((long)items * (part + 1) / parts));
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var firstImage = block * imagesPerBlock;
        var images = Math.Min(g.Batch - firstImage, imagesPerBlock);
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

    /// <summary>The zero-padded part of the input that the chunk's windows cover, and 16 more floats that the last vector may read.</summary>
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
        var prefetch = chunk.UpcomingReads(wholePadded == null ? x : null, gy);
        for (var tile = firstTile; tile < lastTile;)
        {
            var column = tile / TilesPerColumn * Tile.Columns;
            var endOfColumn = Math.Min(lastTile, (tile / TilesPerColumn + 1) * TilesPerColumn);
            var panel = new WeightGradientPanel(g, gy, chunk, column);
            var terms = new TermStrides
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
                var firstRow = tile % TilesPerColumn * Tile.Rows;
                var rows = Math.Min(Tile.Rows, RowCount - firstRow);
                var (top, inTop) = Math.DivRem(firstRow, g.KernelWidth * channels);
                var (bottom, inBottom) = Math.DivRem(firstRow + rows - 1, g.KernelWidth * channels);
                var (left, right) = top == bottom ? (inTop / channels, inBottom / channels) : (0, g.KernelWidth - 1);
                var ((i, endI), (j, endJ)) = (chunk.RowsInside(top, bottom), chunk.ColumnsInside(left, right));
                terms.Runs = endI - i;
                terms.Length = endJ - j;
                var from = padded + i * terms.ARun + j * terms.AStep + (nint)top * g.PaddedWidth * channels;
                for (var r = 0; r < rows; r++)
                {
                    var (down, along) = Math.DivRem(inTop + r, g.KernelWidth * channels);
                    a[r] = from + (nint)down * g.PaddedWidth * channels + along;
                    c[r] = target + (nint)(firstRow + r) * outputs + column;
                }
                var b = panel.Data + i * terms.BRun + j * terms.BStep;
                terms.PrefetchOffset = prefetch.NextOffset(b, terms);
                Tile.Multiply(a, b, terms, c, rows, Math.Min(Tile.Columns, outputs - column), continued);
            }
        }
    }

    private void AddKernelRows(in WeightGradientChunk chunk, float* padded, int firstRow, int lastRow, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var terms = new TermStrides
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
            terms.Runs = endI - i;
            for (var o = 0; o < outputs; o++)
            {
                a[o] = gy + chunk.GradientOffset + i * terms.ARun + o;
                c[o] = target + (nint)o * RowCount + (nint)row * columns;
            }
            Tile.MultiplyWide(a, padded + (nint)row * g.PaddedWidth * channels + i * terms.BRun, terms, c, outputs, columns, continued);
        }
    }
}
