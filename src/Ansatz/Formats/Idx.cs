using System.Buffers.Binary;
using System.IO.Compression;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type (8: unsigned bytes), the number of dimensions, each
/// dimension as a big-endian 32-bit integer, then the elements. Plain or gzip-compressed, told apart by content.
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
/// </summary>
public static class Idx
{
    private const int UnsignedByte = 8;

    /// <summary>Reads gray images: shape [count, height, width], 0 black, rows from the top.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static (Shape Shape, byte[] Pixels) ReadImages(string path) => Read(path, "images", 3);

    /// <summary>Reads labels, one byte each.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static byte[] ReadLabels(string path) => Read(path, "labels", 1).Elements;

    private static (Shape Shape, byte[] Elements) Read(string path, string what, int rank)
    {
        using var file = File.OpenRead(path);
        var isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        Span<byte> header = stackalloc byte[4 + 4 * rank];
        ReadHeader(stream, header, path, what);
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

    private static void ReadHeader(Stream stream, Span<byte> header, string path, string what)
    {
        var rank = header.Length / 4 - 1;
        int count;
        try
        {
            count = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: the compressed data is damaged or cut off in the header; get the file again.", e);
        }
        var magic = header[..Math.Min(count, 4)];
        if (!magic.SequenceEqual((ReadOnlySpan<byte>)[0, 0, UnsignedByte, (byte)rank]))
            throw new InvalidDataException($"{path}: begins with {Convert.ToHexString(magic)}; expected {UnsignedByte << 8 | rank:X8} for {what}{Guess(magic, what)}.");
        if (count < header.Length) throw new InvalidDataException($"{path}: the file ends after {count} bytes of its {header.Length}-byte header; get it again.");
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
        magic is [0, 0, UnsignedByte, var rank] && rank is 1 or 3 ? $"; this is the file of {(rank == 1 ? "labels" : "images")}, give that of {what}" : "; give an IDX file of bytes";
}
