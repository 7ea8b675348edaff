using System.IO.Compression;

namespace Ansatz.Formats;

/// <summary>
/// Reads gzip files of one member or several, with or without zeros after them, and requires that every member is whole.
/// </summary>
/// <remarks>
/// GZipStream compares the checksums of members, but it accepts a file whose last bytes are missing. So one more member with one byte is appended to the
/// file's content; it is read only if the file ends exactly at the end of a member. Zeros after the last member are padding. But the last bytes of the
/// member itself, its checksum and length, may be 0 too, so each possible end is tried.
/// Source: P. Deutsch, "GZIP file format specification version 4.3", RFC 1952 (1996), sections 2.2 and 2.3.
/// </remarks>
internal static class Gzip
{
    /// <summary>The bytes that are read after the content of a complete file.</summary>
    public const int MarkLength = 1;

    private const int TrailerLength = 8;

    private static readonly byte[] mark = Compress([0x5A]);

    /// <summary>Whether the file begins as gzip files do. The position is not changed.</summary>
    public static bool IsCompressed(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start[0] == 0x1F && start[1] == 0x8B;
    }

    /// <summary>Reads the content by <paramref name="read"/>, which must leave the stream where it expects the end, and requires that it ends there.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message starts with <paramref name="name"/>.</exception>
    public static T Read<T>(FileStream file, string name, Func<Stream, T> read)
    {
        InvalidDataException? first = null;
        foreach (var end in Ends(file))
        {
            try
            {
                return Read(file, end, name, read);
            }
            catch (InvalidDataException e)
            {
                first ??= e;
            }
        }
        throw first!;
    }

    private static T Read<T>(FileStream file, long end, string name, Func<Stream, T> read)
    {
        using var part = new FilePart(file, 0, end, mark);
        using var gzip = new GZipStream(part, CompressionMode.Decompress);
        var result = read(gzip);
        Span<byte> rest = stackalloc byte[2];
        return Inflate.ReadAtMost(gzip, rest, name) switch
        {
            MarkLength => result,
            0 => throw new InvalidDataException($"{name}: the compressed data is cut off or followed by something else; get the file again."),
            _ => throw new InvalidDataException($"{name}: the data goes on after the bytes that were expected; get the file again."),
        };
    }

    /// <summary>Where the last member may end: at the end of the file, or among the zeros there.</summary>
    private static List<long> Ends(FileStream file)
    {
        var ends = new List<long> { file.Length };
        var end = file.Length;
        while (end > 0 && At(end - 1) == 0) end--;
        for (var zeros = 0; zeros <= TrailerLength && end + zeros < file.Length; zeros++) ends.Add(end + zeros);
        return ends;

        int At(long position)
        {
            file.Position = position;
            return file.ReadByte();
        }
    }

    private static byte[] Compress(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }
}
