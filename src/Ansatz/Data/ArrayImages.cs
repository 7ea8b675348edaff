using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>
/// Arrays of a file as examples and classes. Images are bytes, whole numbers from 0 to 255, or numbers from 0 to 1; whole numbers of another type than uint8
/// that are all 0 or 1 are black and white.
/// </summary>
internal static class ArrayImages
{
    private const int MostClasses = 1 << 16;

    /// <summary>The examples of an array in memory.</summary>
    /// <param name="images">[count, …], one or more.</param>
    /// <param name="layout">What its shape means.</param>
    /// <param name="labels">One per image, or null.</param>
    /// <param name="name">What messages call the array; they begin with it.</param>
    /// <exception cref="InvalidDataException">An element is no pixel.</exception>
    public static Dataset Of(NpyArray images, ImageLayout layout, int[]? labels, string name)
    {
        var (example, channels) = (layout.Example, layout.FirstChannels);
        if (images.ElementType == "uint8") return Dataset.FromBytes(channels == 1 ? images.Bytes : ChannelsLast(images.As<byte>(), layout.Count, channels), example, labels);
        var values = ChannelsLast<float>(images.ToSingles(), layout.Count, channels);
        if (images.ElementType.Contains("int", StringComparison.Ordinal) && values.Any(v => v > 1) && values.All(v => v is >= 0 and <= byte.MaxValue))
            return Dataset.FromBytes([.. values.Select(v => (byte)v)], example, labels);
        var wrong = Array.FindIndex(values, v => !(v is >= 0 and <= 1));
        return wrong < 0 ? Dataset.FromFloats(values, example, labels) : throw NoPixel(name, wrong, values[wrong], images.ElementType, example.Size);
    }

    /// <summary>What is wrong with an element that is no pixel.</summary>
    public static InvalidDataException NoPixel(string name, long place, float value, string type, int length)
    {
        var cure = value is > 1 and <= byte.MaxValue ? "divide the pixels by 255, or save them as uint8" : "repair this image or leave it out";
        return new InvalidDataException(FormattableString.Invariant($"{name}: element {place + 1} is {value} ({type}); expected uint8, or numbers from 0 to 1; it is in image {place / length}, counted from 0; {cure}."));
    }

    /// <summary>The class of each image.</summary>
    /// <exception cref="InvalidDataException">They are not as many as the images, or one is no class number.</exception>
    public static int[] Labels(NpyArray array, int count, string name)
    {
        if (array.Shape.Size != count) throw new InvalidDataException($"{name}: {array.Shape.Size} labels for {count} images; expected the shape [{count}], found {array.Shape}; get both files again.");
        var values = array.ToSingles();
        var wrong = Array.FindIndex(values, v => !(v >= 0 && v < MostClasses && v == MathF.Floor(v)));
        if (wrong >= 0) throw new InvalidDataException(FormattableString.Invariant($"{name}: label {wrong + 1} is {values[wrong]}; expected a class number from 0 to {MostClasses - 1}."));
        return [.. values.Select(v => (int)v)];
    }

    /// <summary>From [N, channels, pixels] to [N, pixels, channels].</summary>
    private static T[] ChannelsLast<T>(ReadOnlySpan<T> source, int count, int channels)
    {
        if (channels == 1) return source.ToArray();
        var result = new T[source.Length];
        var length = source.Length / count;
        for (var i = 0; i < count; i++) ImageLayout.ChannelsLast(source.Slice(i * length, length), result.AsSpan(i * length, length), channels);
        return result;
    }
}
