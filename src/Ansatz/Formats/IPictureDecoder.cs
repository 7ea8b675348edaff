namespace Ansatz.Formats;

/// <summary>Decodes one kind of picture file, for instance JPEG. <see cref="PictureReader"/> takes decoders and chooses among them by a file's first bytes.</summary>
public interface IPictureDecoder
{
    /// <summary>The kind's name, for messages.</summary>
    string Name { get; }

    /// <summary>The extensions of such files, in lower case with their dot: <c>.jpg</c>.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether the file's first bytes are the signature of this kind.</summary>
    bool Recognizes(ReadOnlySpan<byte> file);

    /// <summary>Decodes all bytes of a file.</summary>
    /// <param name="file">A file that <see cref="Recognizes"/> accepts.</param>
    /// <param name="name">What messages call the file; they begin with it.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or use what is not supported.</exception>
    Image Decode(ReadOnlySpan<byte> file, string name);
}
