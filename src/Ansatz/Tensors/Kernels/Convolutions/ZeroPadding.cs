namespace Ansatz.Tensors;

/// <summary>Copies a rectangle of images and fills the part outside the images with zeros.</summary>
internal static unsafe class ZeroPadding
{
    /// <summary>padded[n, i, j, c] = source[image + n, top + i, left + j, c], or 0 outside, for n &lt; images, i &lt; rows, j &lt; columns.</summary>
    public static void Copy(in ImageBatch source, int image, int images, int top, int rows, int left, int columns, float* padded)
    {
        var channels = source.Channels;
        var inside = Math.Clamp(-left, 0, columns); // zeros on the left
        var end = Math.Clamp(source.Width - left, inside, columns); // zeros from here on
        for (var n = image; n < image + images; n++)
        {
            var from = source.Data + n * source.ImageLength;
            for (var i = top; i < top + rows; i++, padded += (nint)columns * channels)
            {
                if (i < 0 || i >= source.Height)
                {
                    new Span<float>(padded, columns * channels).Clear();
                    continue;
                }
                new Span<float>(padded, inside * channels).Clear();
                new ReadOnlySpan<float>(from + ((nint)i * source.Width + left + inside) * channels, (end - inside) * channels)
                    .CopyTo(new Span<float>(padded + inside * channels, (end - inside) * channels));
                new Span<float>(padded + end * channels, (columns - end) * channels).Clear();
            }
        }
    }
}
