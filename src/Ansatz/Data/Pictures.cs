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
    /// <param name="reader">Decodes them.</param>
    /// <exception cref="InvalidDataException">A file is damaged, of a kind that cannot be read, or of another size than the first.</exception>
    public static Dataset Read(string folder, IReadOnlyList<string> files, PictureReader reader)
    {
        var images = new Image[files.Count];
        for (var i = 0; i < images.Length; i++)
        {
            var path = Path.Combine(folder, files[i]);
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { Exists: false }) throw new InvalidDataException($"{path}: a link to a file that is missing; restore the file, or remove the link.");
            images[i] = reader.Read(path).ToOpaque();
            if (images[i].Width != images[0].Width || images[i].Height != images[0].Height)
                throw new InvalidDataException($"{path}: {images[i].Width} × {images[i].Height} pixels; expected {images[0].Width} × {images[0].Height}, the size of {Path.Combine(folder, files[0])}.");
        }
        var channels = images.All(i => i.Channels == 1) ? 1 : 3;
        var length = images[0].Height * images[0].Width * channels;
        if ((long)images.Length * length > Array.MaxLength) throw new InvalidDataException($"{folder}: {images.Length} images of {length} bytes are more than an array holds; expected fewer or smaller images.");
        var pixels = new byte[images.Length * length];
        for (var i = 0; i < images.Length; i++) (channels == 1 ? images[i] : images[i].ToRgb()).Pixels.CopyTo(pixels.AsSpan(i * length));
        return Dataset.FromBytes(pixels, [images[0].Height, images[0].Width, channels]).WithFiles([.. files]);
    }
}
