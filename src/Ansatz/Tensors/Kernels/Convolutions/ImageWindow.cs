using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Some channels of a square of evenly spaced pixels: in place, or a zero-padded copy if the square reaches beyond the edge of its image.</summary>
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
    /// <param name="image">The index of the image.</param>
    /// <param name="top">The first row, possibly negative.</param>
    /// <param name="left">The first column, possibly negative.</param>
    /// <param name="size">Pixels per side.</param>
    /// <param name="step">The distance between adjacent pixels of the square, in rows or columns of the image.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="depth">The number of channels, at least 16.</param>
    /// <param name="copy">Room for size · size · depth floats.</param>
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

    /// <summary>Prefetches 16 channels of the next pixels to the right, which the next window uses. The channel is counted from the window's first.</summary>
    public void PrefetchNext(int channel, int columns) => Prefetch.Rectangle(beyond + channel, size, imageRow, columns, imageColumn);

    /// <summary>Copies a pixel's channels, or zeros. The last vector may overlap the one before.</summary>
    private static void CopyPixel(float* from, float* to, int channels)
    {
        for (var c = 0; c < channels; c += Lanes.Count)
        {
            var channel = Math.Min(c, channels - Lanes.Count);
            (from == null ? Vector512<float>.Zero : Vector512.Load(from + channel)).Store(to + channel);
        }
    }
}
