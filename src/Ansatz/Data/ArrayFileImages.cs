using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>Images in a file of one array: .npy, or IDX, plain or compressed by gzip. There are no labels.</summary>
internal static class ArrayFileImages
{
    /// <summary>Whether a file is read here, by its name or its first bytes.</summary>
    public static bool IsOne(string path) => IsNpy(path) || Path.GetExtension(path).Equals(".gz", StringComparison.OrdinalIgnoreCase) || Idx.IsPlain(path);

    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names it, what was found and what was expected.</exception>
    public static Dataset Read(string path, ImageReading reading)
    {
        var length = new FileInfo(path).Length;
        if (length > reading.MostBytesInMemory && (IsNpy(path) || Idx.IsPlain(path)))
        {
            var file = ArrayFile.Open(path);
            return FileImages.Of(file, ImageLayout.Of([file.Count, .. file.ExampleShape], reading.AreChannelsFirst, path, "images"), null, path, reading.Note);
        }
        var images = IsNpy(path) ? Npy.Read(path) : Idx.Read(path);
        return ArrayImages.Of(images, ImageLayout.Of(images.Shape.Dimensions, reading.AreChannelsFirst, path, "images"), null, path);
    }

    private static bool IsNpy(string path) => Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);
}
