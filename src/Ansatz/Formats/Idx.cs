using System.Buffers.Binary;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type (8 uint8, 9 int8, B int16, C int32, D float32, E float64), the number of dimensions,
/// each dimension as a big-endian 32-bit integer, then the elements, big-endian. Files are read plain or gzip-compressed, which their first bytes tell, and written plain.
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
/// </summary>
public static class Idx
{
    private const int UnsignedByte = 8, StartLength = 4;
    private const int LabelsRank = 1, GrayRank = 3, ColorRank = 4;

    /// <summary>Reads an array of any element type and shape.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or no IDX file; the message names the file, what was found and what was expected.</exception>
    public static NpyArray Read(string path) => Read(path, "data");

    /// <summary>Reads images of bytes, 0 black, rows from the top: gray ones have the shape [count, height, width], coloured ones [count, height, width, channels].</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static (Shape Shape, byte[] Pixels) ReadImages(string path)
    {
        var images = Read(path, "images", GrayRank, ColorRank);
        return (images.Shape, images.As<byte>().ToArray());
    }

    /// <summary>Reads labels, one byte each.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the file, what was found and what was expected.</exception>
    public static byte[] ReadLabels(string path) => Read(path, "labels", LabelsRank).As<byte>().ToArray();

    /// <summary>Writes bytes of any shape, completely or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="shape">1 to 255 dimensions.</param>
    /// <param name="elements">The last dimension fastest, as many as the shape has.</param>
    public static void Write(string path, Shape shape, ReadOnlyMemory<byte> elements)
    {
        if (shape.Rank is < 1 or > byte.MaxValue || shape.Size != elements.Length)
            throw new ArgumentException($"Idx: {elements.Length} elements of shape {shape}; expected one for each place of 1 to 255 dimensions.", nameof(elements));
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

    /// <summary>Whether a file begins as a plain IDX file does.</summary>
    internal static bool IsPlain(string path)
    {
        using var file = InputFile.Open(path);
        Span<byte> start = stackalloc byte[StartLength];
        return file.ReadAtLeast(start, StartLength, throwOnEndOfStream: false) == StartLength && start is [0, 0, var type, > 0] && TypeOf(type) is not null;
    }

    /// <summary>Opens an array that stays in its file.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <param name="path">What it is.</param>
    /// <exception cref="InvalidDataException">The file is compressed, cut off or no IDX file.</exception>
    internal static ArrayFile Open(FileStream file, string path)
    {
        if (file.Length > 0 && Gzip.IsCompressed(file)) throw new InvalidDataException($"{path}: the file is compressed, so its examples cannot be read by position; expected a plain file; unpack it with gunzip.");
        var start = ReadHeader(file, StartLength, 0, 0, path, "data");
        var type = TypeOf(start[2]);
        if (start[0] != 0 || start[1] != 0 || type is null || start[3] == 0) throw new InvalidDataException($"{path}: begins with {Convert.ToHexString(start)}; expected a .npy file or an IDX file.");
        var header = ReadHeader(file, 4 * start[3], StartLength, 0, path, "data");
        var dimensions = new long[start[3]];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i));
        new NpyHeader(type, IsBigEndian: true, IsFortranOrder: false, dimensions).Require(file.Length - file.Position, path);
        return ArrayFile.Of(path, path, type, isBigEndian: true, dimensions, file.Position);
    }

    /// <param name="ranks">The numbers of dimensions that are expected; any if none are given.</param>
    internal static NpyArray Read(string path, string what, params int[] ranks)
    {
        using var file = InputFile.Open(path);
        if (file.Length == 0) throw new InvalidDataException($"{path}: the file is empty; expected an IDX file of {what}; get it again.");
        if (Gzip.IsCompressed(file)) return Gzip.Read(file, path, stream => Read(stream, file.Length, isCompressed: true, path, what, ranks));
        return Read(file, file.Length, isCompressed: false, path, what, ranks);
    }

    private static NpyArray Read(Stream stream, long fileLength, bool isCompressed, string path, string what, int[] ranks)
    {
        var mark = isCompressed ? Gzip.MarkLength : 0;
        var start = ReadHeader(stream, StartLength, 0, mark, path, what);
        var type = TypeOf(start[2]);
        if (start[0] != 0 || start[1] != 0 || type is null || start[3] == 0 || (ranks.Length > 0 && !ranks.Contains(start[3])))
            throw new InvalidDataException($"{path}: begins with {Convert.ToHexString(start)}; expected {UnsignedByte << 8 | (ranks.Length > 0 ? ranks[0] : LabelsRank):X8} for {what}{Guess(start, what)}.");
        if (start[3] > Shape.MostDimensions) throw new InvalidDataException($"{path}: {start[3]} dimensions; expected at most {Shape.MostDimensions}.");
        var dimensions = new uint[start[3]];
        var header = ReadHeader(stream, 4 * dimensions.Length, StartLength, mark, path, what);
        var length = (long)type.Size;
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i));
            length = Math.Min(length * dimensions[i], Array.MaxLength + 1L);
        }
        var headerLength = StartLength + header.Length;
        var isPossible = length <= Array.MaxLength && dimensions.All(d => d <= int.MaxValue) && (isCompressed ? Inflate.CanHold(fileLength, length) : length == fileLength - headerLength);
        if (!isPossible)
            throw new InvalidDataException($"{path}: {fileLength} bytes{(isCompressed ? " compressed" : "")} for {what} of shape [{string.Join(", ", dimensions)}]; expected {headerLength} bytes and {Each(type)} for each element; get the file again.");
        var elements = new byte[length];
        var count = Inflate.ReadAtMost(stream, elements, path, headerLength);
        if (count < length) throw new InvalidDataException($"{path}: the data ends after {Math.Max(0, count - mark)} bytes; expected {length}; get the file again.");
        return NpyArray.Of(path, type, isBigEndian: true, new Shape([.. dimensions.Select(d => (int)d)]), elements);
    }

    /// <param name="mark">The number of bytes that <see cref="Gzip"/> appends to the content. They must not count as part of a header.</param>
    private static byte[] ReadHeader(Stream stream, int length, int before, int mark, string path, string what)
    {
        var header = new byte[length];
        var count = Inflate.ReadAtMost(stream, header, path, before);
        if (count < length) count = Math.Max(0, count - mark);
        if (count + before == 0) throw new InvalidDataException($"{path}: nothing is compressed in the file; expected an IDX file of {what}; get it again.");
        return count == length ? header : throw new InvalidDataException($"{path}: the file ends after {before + count} bytes of its {before + length}-byte header; get it again.");
    }

    private static NpyType? TypeOf(byte code) => code switch
    {
        UnsignedByte => NpyType.Of<byte>(),
        0x09 => NpyType.Of<sbyte>(),
        0x0B => NpyType.Of<short>(),
        0x0C => NpyType.Of<int>(),
        0x0D => NpyType.Of<float>(),
        0x0E => NpyType.Of<double>(),
        _ => null,
    };

    private static string Each(NpyType type) => type.Size == 1 ? "one" : $"{type.Size}";

    private static string Guess(ReadOnlySpan<byte> start, string what) =>
        start is [0, 0, UnsignedByte, var rank] && rank is LabelsRank or GrayRank or ColorRank ? $"; this is the file of {(rank == LabelsRank ? "labels" : "images")}, give that of {what}" : "; give an IDX file";
}
