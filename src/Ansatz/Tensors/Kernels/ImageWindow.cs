using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Some channels of a square of evenly spaced pixels: where they lie in their image, or, where it reaches beyond the edge, a copy with zeros there.</summary>
internal readonly unsafe struct ImageWindow
{
    /// <summary>The first channel of the first pixel.</summary>
    public readonly float* Pixels;

    /// <summary>Floats from one row to the next, and from one pixel of a row to the next.</summary>
    public readonly nint Row, Column;

    private readonly float* beyond;
    private readonly nint imageRow, imageColumn;
    private readonly int size;

    /// <param name="source">The images.</param>
    /// <param name="image">Which of them.</param>
    /// <param name="top">The first row, possibly negative.</param>
    /// <param name="left">The first column, possibly negative.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="step">Rows or columns of the image from one to the next.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="depth">How many of them: 16 or more.</param>
    /// <param name="copy">Room for as many of size · size pixels.</param>
    public ImageWindow(in ImageBatch source, int image, int top, int left, int size, int step, int channel, int depth, float* copy)
    {
        var from = source.Data + image * source.ImageLength + channel;
        nint channels = source.Channels;
        var reach = (size - 1) * step;
        this.size = size;
        (imageRow, imageColumn) = (step * source.Width * channels, step * channels);
        beyond = from + ((nint)top * source.Width + left) * channels + size * imageColumn;
        if (top >= 0 && left >= 0 && top + reach < source.Height && left + reach < source.Width)
        {
            Pixels = from + ((nint)top * source.Width + left) * channels;
            (Row, Column) = (imageRow, imageColumn);
            return;
        }
        Pixels = copy;
        (Row, Column) = (size * depth, depth);
        for (var i = top; i <= top + reach; i += step)
            for (var j = left; j <= left + reach; j += step, copy += depth)
            {
                var inside = i >= 0 && i < source.Height && j >= 0 && j < source.Width;
                CopyPixel(inside ? from + ((nint)i * source.Width + j) * channels : null, copy, depth);
            }
    }

    /// <summary>Asks for 16 channels, counted from the window's first, of the next pixels to the right, which the next window takes.</summary>
    public void Prefetch(int channel, int columns) => Prefetching.Rectangle(beyond + channel, size, imageRow, columns, imageColumn);

    /// <summary>Copies a pixel's channels, the last of them perhaps twice, or zeros.</summary>
    private static void CopyPixel(float* from, float* to, int channels)
    {
        for (var c = 0; c < channels; c += Lanes.Count)
        {
            var channel = Math.Min(c, channels - Lanes.Count);
            (from == null ? Vector512<float>.Zero : Vector512.Load(from + channel)).Store(to + channel);
        }
    }
}
