namespace Ansatz.Studies.Digits;

/// <summary>
/// Images at the size at which a figure shows them. A figure has at most <see cref="MostPixels"/> pixels: larger images are reduced by a whole factor, each
/// pixel the mean of a square of pixels, but never below <see cref="LeastSide"/> pixels on the longer side.
/// </summary>
internal static class ShownImages
{
    public const int LeastSide = 56;
    private const long MostPixels = 4_000_000;

    /// <summary>The factor that makes so many images of one size fit a figure; 1 where they do.</summary>
    public static int Factor(int count, int width, int height)
    {
        var largest = Math.Max(1, Math.Max(width, height) / LeastSide);
        var wanted = Math.Sqrt((double)count * width * height / MostPixels);
        return (int)Math.Clamp(Math.Ceiling(wanted), 1, largest);
    }

    /// <summary>The images, reduced where so many would not fit a figure.</summary>
    /// <param name="images">Of one size.</param>
    /// <param name="count">How many images the figure shows; these may be a part of them.</param>
    public static Image[] Fit(IReadOnlyList<Image> images, int count)
    {
        var factor = Factor(count, images[0].Width, images[0].Height);
        return factor == 1 ? [.. images] : [.. images.Select(i => Reduce(i, factor))];
    }

    // The last row and column of squares may be smaller than the others.
    private static Image Reduce(Image image, int factor)
    {
        var reduced = new Image((image.Width + factor - 1) / factor, (image.Height + factor - 1) / factor, image.Channels);
        for (var y = 0; y < reduced.Height; y++)
            for (var x = 0; x < reduced.Width; x++)
                for (var c = 0; c < image.Channels; c++) reduced.Row(y)[x * image.Channels + c] = Mean(image, x * factor, y * factor, factor, c);
        return reduced;
    }

    private static byte Mean(Image image, int left, int top, int factor, int channel)
    {
        int right = Math.Min(left + factor, image.Width), bottom = Math.Min(top + factor, image.Height);
        long sum = 0, pixels = (long)(right - left) * (bottom - top);
        for (var y = top; y < bottom; y++)
        {
            var row = image.Row(y);
            for (var x = left; x < right; x++) sum += row[x * image.Channels + channel];
        }
        return (byte)((2 * sum + pixels) / (2 * pixels));
    }
}
