using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ansatz.Formats;

/// <summary>The pieces a PNG file is made of: the signature, chunks with their checks, and compressed filtered rows.</summary>
internal static class PngEncoder
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>PNG's colour types of 1, 2, 3 and 4 channels.</summary>
    private static ReadOnlySpan<byte> ColorTypes => [0, 4, 2, 6];

    /// <summary>Writes a chunk: length, type, data, and the check of type and data.</summary>
    public static void WriteChunk(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        Encoding.ASCII.GetBytes(type, word);
        stream.Write(word);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(data, Crc32.Of(word)));
        stream.Write(word);
    }

    /// <summary>Writes the header of images like this one: 8 bits per channel, not interlaced.</summary>
    public static void WriteHeader(Stream stream, Image image)
    {
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = ColorTypes[image.Channels - 1];
        WriteChunk(stream, "IHDR", header);
    }

    /// <summary>The zlib stream of the image's filtered rows.</summary>
    public static byte[] Compress(Image image)
    {
        var length = image.Width * image.Channels;
        ReadOnlySpan<byte> above = new byte[length];
        Span<byte> filtered = new byte[length], trial = new byte[length];
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                zlib.WriteByte(PngFilter.Apply(row, above, image.Channels, filtered, trial));
                zlib.Write(filtered);
                above = row;
            }
        }
        return compressed.ToArray();
    }
}
