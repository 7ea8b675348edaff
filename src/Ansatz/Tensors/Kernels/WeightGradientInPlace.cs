namespace Ansatz.Tensors;

/// <summary>
/// One piece of a kernel's gradient where the input's channels fill whole vectors: some of them, for one block of images. All rows of a tile belong to one tap,
/// which lies inside the image for a rectangle of pixels, so that the input is read where it lies and never padded: a tenth off a layer of 32 or 64 channels
/// on one thread, a third where two threads share a few blocks.
/// </summary>
/// <param name="g">The convolution's sizes.</param>
/// <param name="x">Input images.</param>
/// <param name="gy">The gradient of the output images.</param>
/// <param name="first">Where the first block's sums go.</param>
/// <param name="rest">Where the other blocks' sums go.</param>
/// <param name="imagesABlock">Images in a block.</param>
/// <param name="blockCount">Blocks.</param>
/// <param name="parts">Shares of the input's channels, cut between vectors so that no line of the input belongs to two.</param>
internal readonly unsafe struct WeightGradientInPlace(
    ConvolutionGeometry g, float* x, float* gy, float* first, float* rest, int imagesABlock, int blockCount, int parts) : IParallelBody
{
    /// <summary>A tile's rows are a multiple of so many channels.</summary>
    private const int RowStep = 4;

    public static bool Applies(in ConvolutionGeometry g) => g.InputChannels % Lanes.Count == 0;

    public static int MostParts(in ConvolutionGeometry g) => g.InputChannels / Lanes.Count;

    public void Invoke(int index)
    {
        var (part, block) = Math.DivRem(index, blockCount); // a thread keeps its channels
        var (channel, endChannel) = (MostParts(g) * part / parts * Lanes.Count, MostParts(g) * (part + 1) / parts * Lanes.Count);
        var target = block == 0 ? first : rest + (nint)(block - 1) * g.KernelLength;
        var firstImage = block * imagesABlock;
        var images = Math.Min(g.Batch - firstImage, imagesABlock);
        for (var i = 0; i < WeightGradientChunk.Count(g, images); i++)
            Add(WeightGradientChunk.At(g, firstImage, images, i), channel, endChannel, target, continued: i > 0);
    }

    private void Add(in WeightGradientChunk chunk, int firstChannel, int endChannel, float* target, bool continued)
    {
        var (channels, outputs) = (g.InputChannels, g.OutputChannels);
        var units = (endChannel - firstChannel) / RowStep;
        var tiles = (units * RowStep + Tile.Rows - 1) / Tile.Rows;
        var ahead = new WeightGradientLookahead(chunk, x, gy);
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        for (var column = 0; column < outputs; column += Tile.Columns)
        {
            var panel = new WeightGradientPanel(g, gy, chunk, column);
            for (var tap = 0; tap < g.KernelHeight * g.KernelWidth; tap++)
            {
                var (p, q) = Math.DivRem(tap, g.KernelWidth);
                var ((i, endI), (j, endJ)) = (chunk.RowsInside(p, p), chunk.ColumnsInside(q, q));
                var walk = new Walk
                {
                    Groups = chunk.Images,
                    Runs = endI - i,
                    Length = endJ - j,
                    AGroup = (nint)g.InputHeight * g.InputWidth * channels,
                    ARun = (nint)g.Stride * g.InputWidth * channels,
                    AStep = (nint)g.Stride * channels,
                    BGroup = panel.Group,
                    BRun = panel.Run,
                    BStep = panel.Step,
                };
                nint top = chunk.Image * (nint)g.InputHeight + (chunk.Row + i) * g.Stride + p - g.PadTop, left = j * g.Stride + q - g.PadLeft;
                var from = x + (top * g.InputWidth + left) * channels;
                var b = panel.Data + i * walk.BRun + j * walk.BStep;
                for (var tile = 0; tile < tiles; tile++)
                {
                    var channel = firstChannel + units * tile / tiles * RowStep;
                    var rows = firstChannel + units * (tile + 1) / tiles * RowStep - channel;
                    for (var r = 0; r < rows; r++)
                    {
                        a[r] = from + channel + r;
                        c[r] = target + (tap * (nint)channels + channel + r) * outputs + column;
                    }
                    walk.Ahead = ahead.Ask(b, walk);
                    Tile.Multiply(a, b, walk, c, rows, Math.Min(Tile.Columns, outputs - column), continued);
                }
            }
        }
    }
}
