namespace Ansatz.Tensors;

/// <summary>The images and rows of output pixels of one chunk of a kernel's gradient. They stay in cache while all tiles use them.</summary>
/// <param name="g">The convolution's sizes.</param>
/// <param name="image">The first image.</param>
/// <param name="images">The number of images; more than one only with all their rows.</param>
/// <param name="row">The first row of the output.</param>
/// <param name="rows">Rows of the output.</param>
internal readonly unsafe struct WeightGradientChunk(ConvolutionGeometry g, int image, int images, int row, int rows)
{
    public readonly int Image = image, Images = images, Row = row, Rows = rows;

    /// <summary>Pixels per image.</summary>
    public int Pixels => Rows * g.OutputWidth;

    /// <summary>The number of chunks of some images.</summary>
    public static int Count(in ConvolutionGeometry g, int images) => Cuts(images, ImagesAtOnce(g)) * Cuts(g.OutputHeight, RowsAtOnce(g));

    /// <summary>The chunk with this index among those of some images; their sizes are nearly equal.</summary>
    public static WeightGradientChunk At(in ConvolutionGeometry g, int firstImage, int images, int index)
    {
        var (group, band) = Math.DivRem(index, Cuts(g.OutputHeight, RowsAtOnce(g)));
        var imagesEach = Share(images, ImagesAtOnce(g));
        var rowsEach = Share(g.OutputHeight, RowsAtOnce(g));
        return new WeightGradientChunk(
            g, firstImage + group * imagesEach, Math.Min(imagesEach, images - group * imagesEach), band * rowsEach, Math.Min(rowsEach, g.OutputHeight - band * rowsEach));
    }

    /// <summary>The offset of this chunk in the output's gradient.</summary>
    public nint GradientOffset => (Image * (nint)g.OutputHeight + Row) * g.OutputWidth * g.OutputChannels;

    /// <summary>
    /// What the next chunk reads: its part of the output's gradient, which follows this chunk's part, then its part of the input (the rows below this chunk's
    /// rows, or the next images) unless x is null. The prefetch saves up to a tenth of the time of a layer with many images.
    /// </summary>
    public PrefetchStream UpcomingReads(float* x, float* gy)
    {
        nint length = (nint)Images * Pixels * g.OutputChannels, inputRow = (nint)g.InputWidth * g.InputChannels;
        var stream = new PrefetchStream(gy + GradientOffset + length, length);
        if (x == null) return stream;
        var hasAllRows = Rows == g.OutputHeight;
        var nextRow = hasAllRows ? (Image + Images) * (nint)g.InputHeight : Image * (nint)g.InputHeight + (Row + Rows) * g.Stride;
        return stream.Then(x + nextRow * inputRow, (hasAllRows ? Images * g.InputHeight : Rows * g.Stride) * inputRow);
    }

    /// <summary>The range of rows, counted from the chunk's first, at which at least one of the given kernel rows lies inside the image. Other rows would add zeros.</summary>
    public (int Start, int End) RowsInside(int firstTap, int lastTap) => Inside(firstTap, lastTap, g.PadTop, g.InputHeight, Row, Rows);

    /// <summary>The same for columns.</summary>
    public (int Start, int End) ColumnsInside(int firstTap, int lastTap) => Inside(firstTap, lastTap, g.PadLeft, g.InputWidth, 0, g.OutputWidth);

    private (int Start, int End) Inside(int firstTap, int lastTap, int pad, int length, int firstStep, int steps)
    {
        var start = Math.Clamp((pad - lastTap + g.Stride - 1) / g.Stride - firstStep, 0, steps);
        var end = Math.Clamp((length - 1 + pad - firstTap + g.Stride) / g.Stride - firstStep, start, steps);
        return (start, end);
    }

    private static int ImagesAtOnce(in ConvolutionGeometry g) => Math.Max(1, SpeedConstants.Convolutions.ChunkPixels / (g.OutputHeight * g.OutputWidth));

    private static int RowsAtOnce(in ConvolutionGeometry g) => Math.Max(1, SpeedConstants.Convolutions.ChunkPixels / g.OutputWidth);

    /// <summary>The size of nearly equal shares.</summary>
    private static int Share(int count, int most) => Pieces.Count(count, Pieces.Count(count, most));

    /// <summary>The number of shares of that size.</summary>
    private static int Cuts(int count, int most) => Pieces.Count(count, Share(count, most));
}
