using System.Buffers.Binary;
using System.IO.Compression;

namespace Ansatz.Packaging;

/// <summary>The icon of the packages: the density of a banana, as in the contour study, in 128 × 128 pixels. It is a PNG file of 8 gray bits per pixel.</summary>
internal static class Icon
{
    private const int Size = 128;

    /// <summary>Writes the icon.</summary>
    public static void Write(string path)
    {
        var rows = new byte[Size * (Size + 1)];
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                rows[y * (Size + 1) + 1 + x] = Gray((x + 0.5) / Size * 6 - 3, 3 - (y + 0.5) / Size * 6);
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
        header[8] = 8;
        Chunk(file, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(rows);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
    }

    // x₁ ~ N(0, 1), x₂ | x₁ ~ N(x₁² − 1.4, 0.45²), turned by 0.4.
    private static byte Gray(double x, double y)
    {
        var (sin, cos) = Math.SinCos(0.4);
        double u = cos * x + sin * y, v = cos * y - sin * x, d = (v - u * u + 1.4) / 0.45;
        return (byte)Math.Round(255 * Math.Exp(-(u * u + d * d) / 2));
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
