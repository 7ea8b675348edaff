namespace Ansatz.Tensors;

/// <summary>The images and rows of output pixels that a kernel's gradient meets at a time, so that they stay in cache while all its tiles pass over them.</summary>
/// <param name="g">The convolution's sizes.</param>
/// <param name="image">The first image.</param>
/// <param name="images">Images: several only with all their rows.</param>
/// <param name="row">The first row of the output.</param>
/// <param name="rows">Rows of the output.</param>
internal readonly unsafe struct WeightGradientChunk(ConvolutionGeometry g, int image, int images, int row, int rows)
{
    /// <summary>Pixels at a time: their panel of 32 output channels takes 64 KB.</summary>
    private const int MostPixels = 512;

    public readonly int Image = image, Images = images, Row = row, Rows = rows;

    /// <summary>Pixels of one of its images.</summary>
    public int Pixels => Rows * g.OutputWidth;

    /// <summary>Chunks of some images.</summary>
    public static int Count(in ConvolutionGeometry g, int images) => Cuts(images, ImagesAtOnce(g)) * Cuts(g.OutputHeight, RowsAtOnce(g));

    /// <summary>One of the chunks of some images, counted from 0, all of them of much the same size.</summary>
    public static WeightGradientChunk At(in ConvolutionGeometry g, int firstImage, int images, int index)
    {
        var (group, band) = Math.DivRem(index, Cuts(g.OutputHeight, RowsAtOnce(g)));
        var imagesEach = Share(images, ImagesAtOnce(g));
        var rowsEach = Share(g.OutputHeight, RowsAtOnce(g));
        return new WeightGradientChunk(
            g, firstImage + group * imagesEach, Math.Min(imagesEach, images - group * imagesEach), band * rowsEach, Math.Min(rowsEach, g.OutputHeight - band * rowsEach));
    }

    /// <summary>Where the output's gradient begins in all of it.</summary>
    public nint GradientOffset => (Image * (nint)g.OutputHeight + Row) * g.OutputWidth * g.OutputChannels;

    /// <summary>The output's gradient that the next chunk reads, which follows this one's.</summary>
    public Lookahead GradientBehind(float* gy)
    {
        var length = (nint)Images * Pixels * g.OutputChannels;
        return new Lookahead(gy + GradientOffset + length, length);
    }

    /// <summary>The input that the next chunk reads: the rows below those that belong to this one, or the next images.</summary>
    public Lookahead InputBehind(float* x)
    {
        nint length = (nint)g.InputWidth * g.InputChannels;
        var isWhole = Rows == g.OutputHeight;
        var behind = isWhole ? (Image + Images) * (nint)g.InputHeight : Image * (nint)g.InputHeight + (Row + Rows) * g.Stride;
        return new Lookahead(x + behind * length, (isWhole ? Images * g.InputHeight : Rows * g.Stride) * length);
    }

    /// <summary>The rows, counted from its first, at which any of some of the kernel's rows lies inside the image. The others would add zeros.</summary>
    public (int Start, int End) RowsInside(int firstTap, int lastTap) => Inside(firstTap, lastTap, g.PadTop, g.InputHeight, Row, Rows);

    /// <summary>The same for columns.</summary>
    public (int Start, int End) ColumnsInside(int firstTap, int lastTap) => Inside(firstTap, lastTap, g.PadLeft, g.InputWidth, 0, g.OutputWidth);

    private (int Start, int End) Inside(int firstTap, int lastTap, int pad, int length, int firstStep, int steps)
    {
        var start = Math.Clamp((pad - lastTap + g.Stride - 1) / g.Stride - firstStep, 0, steps);
        var end = Math.Clamp((length - 1 + pad - firstTap + g.Stride) / g.Stride - firstStep, start, steps);
        return (start, end);
    }

    private static int ImagesAtOnce(in ConvolutionGeometry g) => Math.Max(1, MostPixels / (g.OutputHeight * g.OutputWidth));

    private static int RowsAtOnce(in ConvolutionGeometry g) => Math.Max(1, MostPixels / g.OutputWidth);

    /// <summary>The size of equal shares.</summary>
    private static int Share(int count, int most) => Pieces.Count(count, Pieces.Count(count, most));

    /// <summary>How many of that size there are.</summary>
    private static int Cuts(int count, int most) => Pieces.Count(count, Share(count, most));
}
