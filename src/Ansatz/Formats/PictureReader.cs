namespace Ansatz.Formats;

/// <summary>
/// Reads picture files. PNG is built in. Other kinds need decoders, for instance those of the package Ansatz.Pictures.
/// A file's first bytes decide which decoder reads it, not its extension.
/// </summary>
/// <example><code>
/// var pictures = new PictureReader(new Jpeg());
/// Image image = pictures.Read("holiday.jpg");
/// </code></example>
public sealed class PictureReader
{
    private const int SignatureShown = 8;

    private readonly IPictureDecoder[] decoders;

    /// <param name="decoders">For the kinds beside PNG.</param>
    public PictureReader(params IEnumerable<IPictureDecoder> decoders) => this.decoders = [new PngPictures(), .. decoders];

    /// <summary>Reads PNG alone.</summary>
    public static PictureReader Png { get; } = new();

    /// <summary>The kinds that are read, for messages: <c>PNG or JPEG</c>.</summary>
    public string Kinds => string.Join(" or ", decoders.Select(d => d.Name));

    /// <summary>Whether a file's extension, in upper or lower case, is that of a kind that is read.</summary>
    public bool HasExtension(string path) => decoders.Any(d => d.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads a picture of any of the kinds.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind; the message names the file, what was found and what was expected.</exception>
    public Image Read(string path) => Decode(InputFile.ReadAll(path), path);

    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another kind.</exception>
    public Image Decode(ReadOnlySpan<byte> file, string name)
    {
        foreach (var decoder in decoders)
            if (decoder.Recognizes(file)) return decoder.Decode(file, name);
        var found = file.IsEmpty ? "the file is empty" : $"begins with {Convert.ToHexString(file[..Math.Min(SignatureShown, file.Length)])}";
        throw new InvalidDataException($"{name}: {found}; expected a picture, {Kinds}; save it as PNG.");
    }

    private sealed class PngPictures : IPictureDecoder
    {
        public string Name => "PNG";

        public IReadOnlyList<string> Extensions { get; } = [".png"];

        public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith(PngEncoder.Signature);

        public Image Decode(ReadOnlySpan<byte> file, string name) => Formats.Png.Decode(file, name);
    }
}
