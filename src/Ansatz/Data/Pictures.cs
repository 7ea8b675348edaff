using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>Reads picture files of one size as pixels.</summary>
internal static class Pictures
{
    private static readonly string[] known = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".avif", ".heic", ".heif", ".tga", ".ppm", ".pgm"];

    /// <summary>Whether a file's extension is that of a picture, whether it can be read or not.</summary>
    public static bool IsPicture(string file) => known.Contains(Path.GetExtension(file).ToLowerInvariant());

    /// <summary>All pixels, [height, width, 1] per picture, or 3 channels if any picture is coloured.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="files">Relative to it, one or more.</param>
    /// <param name="reading">Decodes them; says what is too large for memory.</param>
    /// <exception cref="InvalidDataException">A file is damaged, of a kind that cannot be read, or of another size than the first.</exception>
    public static Dataset Read(string folder, IReadOnlyList<string> files, ImageReading reading)
    {
        var images = new Image[files.Count];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = Read(folder, files[i], reading.Pictures);
            RequireSize(images[i], images[0].Width, images[0].Height, folder, files, i);
            if (i > 0 || (long)images[0].Pixels.Length * files.Count <= reading.MostBytesInMemory) continue;
            reading.Note?.Invoke(FormattableString.Invariant($"{folder}: {files.Count:#,0} pictures of {images[0].Width} × {images[0].Height} pixels; they are too many for memory and are decoded when they are needed"));
            var storage = new PictureStorage(folder, files, reading.Pictures);
            return Dataset.Of(storage, storage.ExampleShape).WithFiles([.. files]);
        }
        var channels = images.All(i => i.Channels == 1) ? 1 : 3;
        var length = images[0].Height * images[0].Width * channels;
        if ((long)images.Length * length > Array.MaxLength) throw new InvalidDataException($"{folder}: {images.Length} images of {length} bytes are more than an array holds; expected fewer or smaller images.");
        var pixels = new byte[images.Length * length];
        for (var i = 0; i < images.Length; i++) (channels == 1 ? images[i] : images[i].ToRgb()).Pixels.CopyTo(pixels.AsSpan(i * length));
        return Dataset.FromBytes(pixels, [images[0].Height, images[0].Width, channels]).WithFiles([.. files]);
    }

    /// <summary>One picture, opaque.</summary>
    /// <exception cref="InvalidDataException">The file is missing, damaged or of a kind that cannot be read.</exception>
    public static Image Read(string folder, string file, PictureReader reader)
    {
        var path = Path.Combine(folder, file);
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { Exists: false }) throw new InvalidDataException($"{path}: a link to a file that is missing; restore the file, or remove the link.");
        return reader.Read(path).ToOpaque();
    }

    /// <exception cref="InvalidDataException">The picture has another size than the first.</exception>
    public static void RequireSize(Image image, int width, int height, string folder, IReadOnlyList<string> files, int index)
    {
        if (image.Width != width || image.Height != height)
            throw new InvalidDataException($"{Path.Combine(folder, files[index])}: {image.Width} × {image.Height} pixels; expected {width} × {height}, the size of {Path.Combine(folder, files[0])}.");
    }
}
