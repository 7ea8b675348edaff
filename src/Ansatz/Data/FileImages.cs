using Ansatz.Bijectors;
using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>Images that stay in their file, by the rules of <see cref="ArrayImages"/>. Numbers that are no bytes are read once, to check them before they train a model.</summary>
internal static class FileImages
{
    private const int NumbersPerPart = 1 << 20;

    /// <param name="file">The array.</param>
    /// <param name="layout">What its shape means.</param>
    /// <param name="labels">One per image, or null.</param>
    /// <param name="name">What messages call the array; they begin with it.</param>
    /// <param name="note">Told that the images stay in the file, or null.</param>
    /// <exception cref="InvalidDataException">An element is no pixel.</exception>
    public static Dataset Of(ArrayFile file, ImageLayout layout, int[]? labels, string name, Action<string>? note)
    {
        note?.Invoke(FormattableString.Invariant($"{name}: {file.ByteCount / 1e9:#,0.0} GB of {file.ElementType}; the images stay in the file and are read when they are needed"));
        var areBytes = file.ElementType == "uint8" || AreBytes(file, layout, name);
        return Dataset.Of(new FileStorage(file, layout.FirstChannels, areBytes, Support.UnitInterval), layout.Example, labels);
    }

    // Whether the numbers are whole ones from 0 to 255 with some above 1; otherwise they are from 0 to 1.
    private static bool AreBytes(ArrayFile file, ImageLayout layout, string name)
    {
        var isWhole = file.ElementType.Contains("int", StringComparison.Ordinal);
        var length = layout.Example.Size;
        var part = new float[Math.Max(1, NumbersPerPart / length) * length];
        (long Place, float Value)? aboveOne = null;
        for (var position = 0; position < file.Count; position += part.Length / length)
        {
            var values = part.AsSpan(0, Math.Min(part.Length / length, file.Count - position) * length);
            file.CopyTo(position, values);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is >= 0 and <= 1) continue;
                var place = (long)position * length + i;
                if (!(isWhole && values[i] is > 1 and <= byte.MaxValue)) throw ArrayImages.NoPixel(name, aboveOne?.Place ?? place, aboveOne?.Value ?? values[i], file.ElementType, length);
                aboveOne ??= (place, values[i]);
            }
        }
        return aboveOne is not null;
    }
}
