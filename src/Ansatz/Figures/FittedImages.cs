using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Images in a size that fits a figure. A figure has at most <see cref="MostPixels"/> pixels: larger images are reduced, but never below <see cref="LeastSide"/> pixels
/// on the longer side. Smaller ones are magnified to about that size.
/// </summary>
internal static class FittedImages
{
    private const int LeastSide = 56;
    private const long MostPixels = 4_000_000;

    /// <summary>The images, reduced if <paramref name="count"/> of them would not fit a figure.</summary>
    /// <param name="images">Images of one size.</param>
    /// <param name="count">How many images the figure shows; these may be a part of them.</param>
    public static IReadOnlyList<Image> Of(IReadOnlyList<Image> images, int count)
    {
        var factor = Factor(count, images[0].Width, images[0].Height);
        return factor == 1 ? images : [.. images.Select(i => i.Reduce(factor))];
    }

    /// <summary>The factor by which an image is magnified to be seen; 1 if it is large enough.</summary>
    public static int Magnification(Image image) => Math.Max(1, LeastSide / Math.Max(image.Width, image.Height));

    private static int Factor(int count, int width, int height)
    {
        var largest = Math.Max(1, Math.Max(width, height) / LeastSide);
        return (int)Math.Clamp(Math.Ceiling(Math.Sqrt((double)count * width * height / MostPixels)), 1, largest);
    }
}
