namespace Ansatz.Tensors;

/// <summary>
/// One piece of a kernel's gradient: some of its tiles, for one block of images. The input is zero-padded and the output's gradient packed
/// for some pixels at a time, which stay in cache while all tiles pass over them.
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
    /// <summary>Pixels at a time: their panel of 32 output channels takes 64 KB.</summary>
    private const int PixelsAChunk = 512;

    /// <summary>Of so few output channels a pixel's panels lie close enough to be read where they are; of more they would compete for places in the caches.</summary>
    private const int MostDirect = 64;

    private int RowCount => g.KernelHeight * g.KernelWidth * g.InputChannels;

    private int TilesAColumn => (RowCount + Tile.Rows - 1) / Tile.Rows;

    /// <summary>
    /// Floats from one pixel of the padded input to the next. A tile meets the pixels at one channel after another, so that a step of a power of
    /// two would have them all compete for a few places in the caches; the wide tiles need the channels of neighbours to touch.
    /// </summary>
    public static int PixelStep(in ConvolutionGeometry g, bool transposed) =>
        transposed || g.InputChannels % 32 != 0 ? g.InputChannels : g.InputChannels + 16;

    private int Pixel => PixelStep(g, transposed);

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
        var lastImage = Math.Min(g.Batch, firstImage + imagesABlock);

        var pixels = g.OutputHeight * g.OutputWidth;
        var imagesAChunk = Shares(lastImage - firstImage, Math.Max(1, PixelsAChunk / pixels));
        var rowsAChunk = Shares(g.OutputHeight, Math.Max(1, PixelsAChunk / g.OutputWidth));
        for (var image = firstImage; image < lastImage; image += imagesAChunk)
            for (var row = 0; row < g.OutputHeight; row += rowsAChunk)
            {
                var chunk = new Chunk(image, Math.Min(imagesAChunk, lastImage - image), row, Math.Min(rowsAChunk, g.OutputHeight - row));
                var padded = Pad(chunk);
                var continued = image > firstImage || row > 0;
                if (transposed) AddKernelRows(chunk, padded, firstItem, lastItem, target, continued);
                else AddTiles(chunk, padded, firstItem, lastItem, target, continued);
            }
    }

    /// <summary>The size of equal shares of a count that hold at most so many.</summary>
    private static int Shares(int count, int most)
    {
        var shares = (count + most - 1) / most;
        return (count + shares - 1) / shares;
    }

    private int SourceRows(in Chunk chunk) => (chunk.Rows - 1) * g.Stride + g.KernelHeight;

    /// <summary>Floats from one padded image to the next.</summary>
    private nint ImageStep(in Chunk chunk) =>
        (wholePadded == null ? SourceRows(chunk) : g.PaddedHeight) * (nint)g.PaddedWidth * Pixel;

    /// <summary>The part of the input that the chunk's windows see, and 16 floats more that a ragged vector may read.</summary>
    private float* Pad(in Chunk chunk)
    {
        if (wholePadded != null)
            return wholePadded + (chunk.Image * (nint)g.PaddedHeight + chunk.Row * g.Stride) * g.PaddedWidth * Pixel;
        var padded = Scratch.Floats(ScratchUse.Image, chunk.Images * ImageStep(chunk) + 16);
        var source = new ImageBatch(x, g.Batch, g.InputHeight, g.InputWidth, g.InputChannels);
        ZeroPadding.Copy(source, chunk.Image, chunk.Images, chunk.Row * g.Stride - g.PadTop, SourceRows(chunk), -g.PadLeft, g.PaddedWidth, Pixel, padded);
        return padded;
    }

    private void AddTiles(in Chunk chunk, float* padded, int firstTile, int lastTile, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var pixels = chunk.Rows * g.OutputWidth;
        var direct = outputs <= MostDirect && outputs % Lanes.Count == 0;
        var packed = direct ? null : Scratch.Floats(ScratchUse.Panel, chunk.Images * (nint)pixels * Tile.Columns);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        Lookahead gradientBehind = GradientBehind(chunk), inputBehind = InputBehind(chunk); // up to a tenth off a layer of many images
        for (var tile = firstTile; tile < lastTile;)
        {
            var column = tile / TilesAColumn * Tile.Columns;
            var endOfColumn = Math.Min(lastTile, (tile / TilesAColumn + 1) * TilesAColumn);
            var columns = Math.Min(Tile.Columns, outputs - column);
            var width = Tile.Width(columns);
            for (var n = 0; n < chunk.Images && !direct; n++)
                Panels.Pack(GradientAt(chunk, n) + column, outputs, 1, pixels, columns, packed + (nint)n * pixels * width);
            var panel = direct ? GradientAt(chunk, 0) + column : packed;
            var walk = new Walk
            {
                Groups = chunk.Images,
                Runs = chunk.Rows,
                Length = g.OutputWidth,
                AGroup = ImageStep(chunk),
                ARun = (nint)g.Stride * g.PaddedWidth * Pixel,
                AStep = (nint)g.Stride * Pixel,
                BGroup = direct ? (nint)g.OutputHeight * g.OutputWidth * outputs : (nint)pixels * width,
                BRun = (nint)g.OutputWidth * (direct ? outputs : width),
                BStep = direct ? outputs : width,
            };
            for (; tile < endOfColumn; tile++)
            {
                var firstRow = tile % TilesAColumn * Tile.Rows;
                var rows = Math.Min(Tile.Rows, RowCount - firstRow);
                var (top, inTop) = Math.DivRem(firstRow, g.KernelWidth * channels);
                var (bottom, inBottom) = Math.DivRem(firstRow + rows - 1, g.KernelWidth * channels);
                var (left, right) = top == bottom ? (inTop / channels, inBottom / channels) : (0, g.KernelWidth - 1);
                var (i, endI) = Inside(top, bottom, g.PadTop, g.InputHeight, chunk.Row, chunk.Rows);
                var (j, endJ) = Inside(left, right, g.PadLeft, g.InputWidth, 0, g.OutputWidth);
                walk.Runs = endI - i;
                walk.Length = endJ - j;
                var (kernelColumn, channel) = Math.DivRem(inTop, channels);
                var from = padded + i * walk.ARun + j * walk.AStep + ((nint)top * g.PaddedWidth + kernelColumn) * Pixel + channel;
                for (var r = 0; r < rows; r++)
                {
                    a[r] = from;
                    c[r] = target + (nint)(firstRow + r) * outputs + column;
                    from++;
                    if (++channel < channels) continue;
                    channel = 0;
                    from += Pixel - channels;
                    if (++kernelColumn < g.KernelWidth) continue;
                    kernelColumn = 0;
                    from += (nint)(g.PaddedWidth - g.KernelWidth) * Pixel;
                }
                var b = panel + i * walk.BRun + j * walk.BStep;
                var floats = chunk.Images * (nint)walk.Runs * walk.BRun;
                walk.Ahead = gradientBehind.IsDone ? inputBehind.Ask(b, floats, walk.BStep) : gradientBehind.Ask(b, floats, walk.BStep);
                Tile.Multiply(a, b, walk, c, rows, columns, continued);
            }
        }
    }

    /// <summary>The output's gradient that the next chunk packs, which follows this one's.</summary>
    private Lookahead GradientBehind(in Chunk chunk)
    {
        var length = (nint)chunk.Images * chunk.Rows * g.OutputWidth * g.OutputChannels;
        return new Lookahead(GradientAt(chunk, 0) + length, length);
    }

    /// <summary>The input that the next chunk pads: the rows below those that belong to this one, or the next images.</summary>
    private Lookahead InputBehind(in Chunk chunk)
    {
        nint row = (nint)g.InputWidth * g.InputChannels;
        var isWhole = chunk.Rows == g.OutputHeight;
        var behind = isWhole ? (chunk.Image + chunk.Images) * (nint)g.InputHeight : chunk.Image * (nint)g.InputHeight + (chunk.Row + chunk.Rows) * g.Stride;
        return new Lookahead(x + behind * row, wholePadded != null ? 0 : isWhole ? chunk.Images * g.InputHeight * row : chunk.Rows * g.Stride * row);
    }

    /// <summary>
    /// The steps of a chunk, counted from its first, at which any of the taps from <paramref name="firstTap"/> to
    /// <paramref name="lastTap"/> lies inside the image. The others would add zeros.
    /// </summary>
    private (int Start, int End) Inside(int firstTap, int lastTap, int pad, int length, int firstStep, int steps)
    {
        var start = Math.Clamp((pad - lastTap + g.Stride - 1) / g.Stride - firstStep, 0, steps);
        var end = Math.Clamp((length - 1 + pad - firstTap + g.Stride) / g.Stride - firstStep, start, steps);
        return (start, end);
    }

    private void AddKernelRows(in Chunk chunk, float* padded, int firstRow, int lastRow, float* target, bool continued)
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
            var (i, endI) = Inside(row, row, g.PadTop, g.InputHeight, chunk.Row, chunk.Rows);
            walk.Runs = endI - i;
            for (var o = 0; o < outputs; o++)
            {
                a[o] = GradientAt(chunk, 0) + i * walk.ARun + o;
                c[o] = target + (nint)o * RowCount + (nint)row * columns;
            }
            Tile.MultiplyWide(a, padded + (nint)row * g.PaddedWidth * channels + i * walk.BRun, walk, c, outputs, columns, continued);
        }
    }

    private float* GradientAt(in Chunk chunk, int image) =>
        gy + ((chunk.Image + image) * (nint)g.OutputHeight + chunk.Row) * g.OutputWidth * g.OutputChannels;

    /// <summary>Some rows of one image, or all rows of several.</summary>
    private readonly record struct Chunk(int Image, int Images, int Row, int Rows);
}
