using System.Buffers.Binary;
using System.IO.Compression;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type (8: unsigned bytes), the number of dimensions, each
/// dimension as a big-endian 32-bit integer, then the elements. Read plain or gzip-compressed, told apart by content; written plain.
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
/// </summary>
public static class Idx
{
    private const int UnsignedByte = 8;
    private const int LabelsRank = 1, GrayRank = 3, ColorRank = 4;

    /// <summary>Reads images, 0 black, rows from the top: gray ones have the shape [count, height, width], coloured ones [count, height, width, channels].</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static (Shape Shape, byte[] Pixels) ReadImages(string path) => Read(path, "images", GrayRank, ColorRank);

    /// <summary>Reads labels, one byte each.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static byte[] ReadLabels(string path) => Read(path, "labels", LabelsRank).Elements;

    /// <summary>Writes bytes of any shape, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="shape">1 to 255 dimensions.</param>
    /// <param name="elements">The last dimension fastest, as many as the shape has.</param>
    public static void Write(string path, Shape shape, ReadOnlyMemory<byte> elements)
    {
        if (shape.Rank is < 1 or > byte.MaxValue || shape.Size != elements.Length)
            throw new ArgumentException($"Idx: {elements.Length} elements of shape {shape}; expected one for each place of 1 to 255 dimensions.");
        AtomicFile.Write(path, stream =>
        {
            stream.Write([0, 0, UnsignedByte, (byte)shape.Rank]);
            Span<byte> dimension = stackalloc byte[4];
            foreach (var d in shape.Dimensions)
            {
                BinaryPrimitives.WriteInt32BigEndian(dimension, d);
                stream.Write(dimension);
            }
            stream.Write(elements.Span);
        });
    }

    private static (Shape Shape, byte[] Elements) Read(string path, string what, params ReadOnlySpan<int> ranks)
    {
        using var file = File.OpenRead(path);
        if (file.Length == 0) throw new InvalidDataException($"{path}: the file is empty; expected an IDX file of {what}; get it again.");
        var isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        Span<byte> longest = stackalloc byte[4 + 4 * ranks[^1]];
        var header = longest[..ReadHeader(stream, longest, path, what, ranks)];
        var rank = header.Length / 4 - 1;
        var dimensions = new uint[rank];
        var length = 1L;
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            length = Math.Min(length * dimensions[i], Array.MaxLength + 1L);
        }
        var isPossible = length <= Array.MaxLength && dimensions.All(d => d <= int.MaxValue) && (isCompressed ? Inflate.CanHold(file.Length, length) : length == file.Length - header.Length);
        if (!isPossible)
            throw new InvalidDataException($"{path}: {file.Length} bytes{(isCompressed ? " compressed" : "")} for {what} of shape [{string.Join(", ", dimensions)}]; expected {header.Length} bytes and one for each element; get the file again.");
        var elements = new byte[length];
        Inflate.ReadAll(stream, elements, path);
        if (isCompressed) RequireChecksum(file, Crc32.Of(elements, Crc32.Of(header)), path);
        return (new Shape([.. dimensions.Select(d => (int)d)]), elements);
    }

    /// <summary>Reads the header and returns its length, which depends on the rank.</summary>
    private static int ReadHeader(Stream stream, Span<byte> header, string path, string what, ReadOnlySpan<int> ranks)
    {
        try
        {
            var count = stream.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false);
            var magic = header[..count];
            if (count == 0) throw new InvalidDataException($"{path}: nothing is compressed in the file; expected an IDX file of {what}; get it again.");
            if (magic is not [0, 0, UnsignedByte, var rank] || !ranks.Contains(rank))
                throw new InvalidDataException($"{path}: begins with {Convert.ToHexString(magic)}; expected {UnsignedByte << 8 | ranks[0]:X8} for {what}{Guess(magic, what)}.");
            var length = 4 + 4 * rank;
            count += stream.ReadAtLeast(header[4..length], length - 4, throwOnEndOfStream: false);
            return count == length ? count : throw new InvalidDataException($"{path}: the file ends after {count} bytes of its {length}-byte header; get it again.");
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the compressed data is damaged or cut off in the header; get the file again.", e);
        }
    }

    // GZipStream takes a file without its last bytes, the CRC-32 of the content and its length, for whole.
    private static void RequireChecksum(FileStream file, uint expected, string path)
    {
        Span<byte> end = stackalloc byte[8];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        var found = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (found != expected) throw new InvalidDataException($"{path}: the gzip checksum is {found:x8}; expected {expected:x8} for the content; get the file again.");
    }

    private static string Guess(ReadOnlySpan<byte> magic, string what) =>
        magic is [0, 0, UnsignedByte, var rank] && rank is LabelsRank or GrayRank or ColorRank ? $"; this is the file of {(rank == LabelsRank ? "labels" : "images")}, give that of {what}" : "; give an IDX file of bytes";
}
