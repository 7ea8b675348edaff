using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Copies a rectangle of images that may reach beyond their edges, where they are zero.</summary>
internal static unsafe class ZeroPadding
{
    /// <summary>
    /// padded[n, i, j, c] = source[image + n, top + i, left + j, c], or 0 outside, for n &lt; images, i &lt; rows, j &lt; columns; pixels of the
    /// copy are <paramref name="pixel"/> floats apart.
    /// </summary>
    public static void Copy(in ImageBatch source, int image, int images, int top, int rows, int left, int columns, int pixel, float* padded)
    {
        var channels = source.Channels;
        var inside = Math.Clamp(-left, 0, columns); // zeros on the left
        var end = Math.Clamp(source.Width - left, inside, columns); // zeros from here on
        for (var n = image; n < image + images; n++)
        {
            var from = source.Data + n * source.ImageLength;
            for (var i = top; i < top + rows; i++, padded += (nint)columns * pixel)
            {
                if (i < 0 || i >= source.Height)
                {
                    new Span<float>(padded, columns * pixel).Clear();
                    continue;
                }
                new Span<float>(padded, inside * pixel).Clear();
                CopyPixels(from + ((nint)i * source.Width + left + inside) * channels, end - inside, channels, pixel, padded + inside * pixel);
                new Span<float>(padded + end * pixel, (columns - end) * pixel).Clear();
            }
        }
    }

    private static void CopyPixels(float* from, int count, int channels, int pixel, float* to)
    {
        if (pixel == channels) new ReadOnlySpan<float>(from, count * channels).CopyTo(new Span<float>(to, count * channels));
        else if (channels % Lanes.Count == 0)
            for (var j = 0; j < count; j++, from += channels, to += pixel)
                for (var c = 0; c < channels; c += Lanes.Count) Vector512.Load(from + c).Store(to + c);
        else
            for (var j = 0; j < count; j++, from += channels, to += pixel) new ReadOnlySpan<float>(from, channels).CopyTo(new Span<float>(to, channels));
    }
}
