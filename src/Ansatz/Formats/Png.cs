namespace Ansatz.Formats;

/// <summary>
/// Portable Network Graphics. Writes 8-bit gray, gray with alpha, RGB and RGBA, with the best filter for every row.
/// Reads every colour type and depth, interlaced or not. 16 bits are rounded to 8, palettes become RGB, and a transparent palette or
/// colour (tRNS) adds an alpha channel. Compression bounds the memory: a pixel takes at most 4 bytes, and a compressed byte holds at most
/// 8,256 pixels of one bit. Source: ISO/IEC 15948 (PNG), third edition.
/// </summary>
public static class Png
{
    /// <summary>Writes an image to a file.</summary>
    public static void Write(string path, Image image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>The bytes of an image's PNG file.</summary>
    public static byte[] Encode(Image image)
    {
        var stream = new MemoryStream();
        Write(stream, image);
        return stream.ToArray();
    }

    /// <summary>Reads an image from a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or uses what is not supported; the message names the file and the place.</exception>
    public static Image Read(string path) => Decode(InputFile.ReadAll(path), path);

    /// <summary>Reads an image from the bytes of a PNG file.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or use what is not supported.</exception>
    public static Image Decode(ReadOnlySpan<byte> file, string name = "PNG") => new PngDecoder(name).Decode(file);

    private static void Write(Stream stream, Image image)
    {
        stream.Write(PngEncoder.Signature);
        PngEncoder.WriteHeader(stream, image);
        PngEncoder.WriteChunk(stream, "IDAT", PngEncoder.Compress(image));
        PngEncoder.WriteChunk(stream, "IEND", []);
    }
}
