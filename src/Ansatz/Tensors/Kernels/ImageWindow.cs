using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>A square of pixels: where it lies in its image, or, where it reaches beyond the edge, a copy with zeros there.</summary>
internal readonly unsafe struct ImageWindow
{
    public readonly float* Pixels;

    /// <summary>Floats from one row to the next; neighbours in a row are <see cref="ImageBatch.Channels"/> apart.</summary>
    public readonly nint Row;

    /// <param name="source">The images, of 16 channels or more.</param>
    /// <param name="image">Which of them.</param>
    /// <param name="top">The first row, possibly negative.</param>
    /// <param name="left">The first column, possibly negative.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="copy">Room for size · size pixels.</param>
    public ImageWindow(in ImageBatch source, int image, int top, int left, int size, float* copy)
    {
        if (top >= 0 && left >= 0 && top + size <= source.Height && left + size <= source.Width)
        {
            Pixels = source.Data + image * source.ImageLength + ((nint)top * source.Width + left) * source.Channels;
            Row = (nint)source.Width * source.Channels;
            return;
        }
        Pixels = copy;
        Row = (nint)size * source.Channels;
        for (var i = top; i < top + size; i++)
            for (var j = left; j < left + size; j++, copy += source.Channels)
            {
                var inside = i >= 0 && i < source.Height && j >= 0 && j < source.Width;
                CopyPixel(inside ? source.Data + image * source.ImageLength + ((nint)i * source.Width + j) * source.Channels : null, copy, source.Channels);
            }
    }

    /// <summary>Copies 16 channels or more, the last of them perhaps twice, or zeros.</summary>
    private static void CopyPixel(float* from, float* to, int channels)
    {
        for (var c = 0; c < channels; c += Lanes.Count)
        {
            var channel = Math.Min(c, channels - Lanes.Count);
            (from == null ? Vector512<float>.Zero : Vector512.Load(from + channel)).Store(to + channel);
        }
    }
}
