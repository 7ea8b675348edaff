using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Arrays of a file as examples and classes. Images are bytes, whole numbers from 0 to 255, or numbers from 0 to 1; whole numbers of another type than uint8
/// that are all 0 or 1 are black and white.
/// </summary>
internal static class ArrayImages
{
    private const int MostClasses = 1 << 16;

    /// <summary>The examples of an array.</summary>
    /// <param name="images">[count, …], one or more.</param>
    /// <param name="example">The shape of one example.</param>
    /// <param name="name">What messages call the array; they begin with it.</param>
    /// <exception cref="InvalidDataException">An element is no pixel.</exception>
    public static Dataset Of(NpyArray images, Shape example, int[]? labels, string name)
    {
        if (images.ElementType == "uint8") return Dataset.FromBytes(images.As<byte>().ToArray(), example, labels);
        var values = images.ToSingles();
        if (images.ElementType.Contains("int", StringComparison.Ordinal) && values.Any(v => v > 1) && values.All(v => v is >= 0 and <= byte.MaxValue))
            return Dataset.FromBytes([.. values.Select(v => (byte)v)], example, labels);
        var wrong = Array.FindIndex(values, v => !(v is >= 0 and <= 1));
        if (wrong < 0) return Dataset.FromFloats(values, example, labels);
        var cure = values[wrong] is > 1 and <= byte.MaxValue ? "divide the pixels by 255, or save them as uint8" : "repair this image or leave it out";
        throw new InvalidDataException(FormattableString.Invariant($"{name}: element {wrong + 1} is {values[wrong]} ({images.ElementType}); expected uint8, or numbers from 0 to 1; it is in image {wrong / example.Size}, counted from 0; {cure}."));
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
}
