using Ansatz.Formats;
using StbImageSharp;

namespace Ansatz.Pictures;

/// <summary>
/// JPEG files: baseline, extended and progressive with Huffman codes and 8 bits per sample. Gray stays one channel; YCbCr, RGB, CMYK and YCCK become RGB.
/// The picture is turned as its EXIF orientation says, so that it lies as viewers show it. A file without its end marker is refused.
/// </summary>
/// <remarks>
/// StbImageSharp decodes the samples. It leaves memory as it finds it where a damaged scan ends early, so the file's outline is checked before and its
/// end position after. Every block of 64 samples takes at least one bit, so a file of n bytes takes at most about 4,000 · n bytes of memory.
/// Source: ITU-T T.81 (1992); for Adobe's marker ITU-T T.872 (2012), section 6.5.3.
/// </remarks>
/// <example><code>
/// var pictures = new PictureReader(new Jpeg());
/// Image image = pictures.Read("holiday.jpg");
/// </code></example>
public sealed class Jpeg : IPictureDecoder
{
    /// <inheritdoc/>
    public string Name => "JPEG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> file, string name)
    {
        var outline = new JpegOutline(name);
        var stream = new JpegStream(file[..outline.Read(file)].ToArray());
        ImageResult result;
        try
        {
            result = ImageResult.FromStream(stream);
        }
        catch (InvalidOperationException e)
        {
            throw Damaged(name, e);
        }
        if (!stream.IsAtEnd || (result.Width, result.Height) != (outline.Width, outline.Height)) throw Damaged(name, null);
        var image = new Image(result.Width, result.Height, (int)result.Comp, (ReadOnlySpan<byte>)result.Data);
        return ExifOrientation.Apply(image, outline.Orientation);
    }

    private static InvalidDataException Damaged(string name, Exception? cause) =>
        new($"{name}: the compressed samples are damaged; expected the scans that the JPEG headers announce; get the file again.", cause);
}
