using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>How images lie in an array: [N, height, width], [N, height, width, channels] or [N, channels, height, width].</summary>
/// <param name="Count">N.</param>
/// <param name="Example">[height, width, channels] of one image.</param>
/// <param name="FirstChannels">Channels that come before the pixels; 1 if none do.</param>
internal sealed record ImageLayout(int Count, Shape Example, int FirstChannels = 1)
{
    /// <summary>The most channels that a picture has; a larger dimension is a height or a width.</summary>
    private const int MostChannels = 4;

    /// <summary>Puts the channels of one image behind its pixels: from [channels, pixels] to [pixels, channels].</summary>
    public static void ChannelsLast<T>(ReadOnlySpan<T> first, Span<T> last, int channels)
    {
        var pixels = first.Length / channels;
        for (var c = 0; c < channels; c++)
            for (var p = 0; p < pixels; p++) last[p * channels + c] = first[c * pixels + p];
    }

    /// <param name="shape">The array's shape.</param>
    /// <param name="areChannelsFirst">Whether the reader says so.</param>
    /// <param name="name">What messages call the array; they begin with it.</param>
    /// <param name="array">The array's own name, for the cure.</param>
    /// <param name="others">What else there is, for the message.</param>
    /// <exception cref="InvalidDataException">The shape is not that of images.</exception>
    public static ImageLayout Of(ReadOnlySpan<int> shape, bool areChannelsFirst, string name, string array, string others = "")
    {
        var shown = $"[{string.Join(", ", shape.ToArray())}]";
        if (shape.Length is not (3 or 4) || shape.Contains(0))
            throw new InvalidDataException($"{name}: the shape is {shown}; expected [N, height, width] or [N, height, width, channels], none of them 0{others}.");
        var isFirst = shape.Length == 4 && shape[1] <= MostChannels && shape[3] > MostChannels;
        if (isFirst && !areChannelsFirst)
            throw new InvalidDataException($"{name}: the shape {shown} has its channels first; expected [N, height, width, channels]; read it with channels first (--channels first), or save numpy.moveaxis({array}, 1, -1).");
        if (areChannelsFirst && shape.Length == 4 && !isFirst && shape[1] > MostChannels)
            throw new InvalidDataException($"{name}: the shape {shown} has {shape[1]} channels if channels are first; expected 1 to {MostChannels}; read it with channels last.");
        if (shape.Length == 3) return new ImageLayout(shape[0], [shape[1], shape[2], 1]);
        return areChannelsFirst ? new ImageLayout(shape[0], [shape[2], shape[3], shape[1]], shape[1]) : new ImageLayout(shape[0], new Shape(shape[1..]));
    }
}
