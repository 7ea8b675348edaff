using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ansatz.Formats;

/// <summary>Reads one PNG file: its chunks, then the compressed rows, then their samples as 8-bit channels.</summary>
/// <param name="name">What messages call the file.</param>
internal sealed class PngDecoder(string name)
{
    private const int Gray = 0, Rgb = 2, Indexed = 3, GrayAlpha = 4, RgbAlpha = 6;

    private int width, height, depth, colorType;
    private byte[]? palette, transparency;
    private readonly List<byte> compressed = [];

    /// <summary>The samples of a pixel in the file: a palette's index is one.</summary>
    private int SampleCount => colorType switch { Rgb => 3, GrayAlpha => 2, RgbAlpha => 4, _ => 1 };

    public Image Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngEncoder.Signature))
            throw Bad($"begins with {(file.IsEmpty ? "nothing" : Convert.ToHexString(file[..Math.Min(8, file.Length)]))}, not with the PNG signature; save it as PNG");
        ReadChunks(file[PngEncoder.Signature.Length..]);
        var rowBytes = ((long)width * SampleCount * depth + 7) / 8;
        var length = Math.Min(rowBytes + 1, int.MaxValue) * height;
        if (length > Array.MaxLength || !Inflate.CanHold(compressed.Count, length))
            throw Bad($"the header says {width} × {height} pixels, far more than {compressed.Count} compressed bytes can hold; get the file again");
        var rows = new byte[length];
        using (var zlib = new ZLibStream(new MemoryStream([.. compressed]), CompressionMode.Decompress)) Inflate.ReadAll(zlib, rows, name);
        Unfilter(rows, (int)rowBytes);
        return Unpack(rows, (int)rowBytes);
    }

    private void ReadChunks(ReadOnlySpan<byte> rest)
    {
        for (var first = true; ; first = false)
        {
            if (rest.Length < 12) throw Bad("the file ends before its last chunk, IEND; get it again");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var type = Encoding.Latin1.GetString(rest[4..8]);
            if (length > rest.Length - 12) throw Bad($"chunk {type} says it has {length} bytes, {rest.Length - 12} are left; get the file again");
            var data = rest.Slice(8, (int)length);
            var found = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
            var expected = Crc32.Of(rest.Slice(4, 4 + (int)length));
            if (found != expected) throw Bad($"chunk {type} has the checksum {found:x8}, its content {expected:x8}; get the file again");
            if (first != (type == "IHDR")) throw Bad($"chunk {type} where {(first ? "IHDR was" : "no second IHDR was")} expected");
            rest = rest[(12 + (int)length)..];
            switch (type)
            {
                case "IHDR": ReadHeader(data); break;
                case "PLTE": palette = data.ToArray(); break;
                case "tRNS": transparency = data.ToArray(); break;
                case "IDAT": compressed.AddRange(data); break;
                case "IEND": return;
                default:
                    if (char.IsAsciiLetterUpper(type[0])) throw Bad($"chunk {type} must be understood but is not; save the image as a plain PNG");
                    break;
            }
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13) throw Bad($"the header has {data.Length} bytes; expected 13");
        (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
        (depth, colorType) = (data[8], data[9]);
        if (width < 1 || height < 1) throw Bad($"the header says {(uint)width} × {(uint)height} pixels; expected 1 to 2147483647 a side");
        var allowed = colorType switch
        {
            Gray => depth is 1 or 2 or 4 or 8 or 16,
            Indexed => depth is 1 or 2 or 4 or 8,
            Rgb or GrayAlpha or RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!allowed) throw Bad($"no PNG has colour type {colorType} with {depth} bits; get the file again");
        if (data[10] != 0 || data[11] != 0) throw Bad($"compression {data[10]} and filter method {data[11]}; only 0 and 0 exist; get the file again");
        if (data[12] != 0) throw Bad("interlaced images are not supported; save it without interlacing");
    }

    private void Unfilter(Span<byte> rows, int rowLength)
    {
        var pixelSize = Math.Max(1, SampleCount * depth / 8);
        ReadOnlySpan<byte> above = new byte[rowLength];
        for (var y = 0; y < height; y++, rows = rows[(rowLength + 1)..])
        {
            if (rows[0] >= PngFilter.Count) throw Bad($"row {y} has filter {rows[0]}; expected 0 to {PngFilter.Count - 1}; get the file again");
            var row = rows.Slice(1, rowLength);
            PngFilter.Undo(rows[0], row, above, pixelSize);
            above = row;
        }
    }

    private Image Unpack(ReadOnlySpan<byte> rows, int rowLength)
    {
        if (colorType is Gray or Rgb && transparency is not null)
            throw Bad("a transparent colour (tRNS without a palette) is not supported; save it with an alpha channel");
        if (colorType == Indexed && (palette is null || palette.Length == 0 || palette.Length % 3 != 0))
            throw Bad($"a palette image with a palette of {palette?.Length ?? 0} bytes; expected a multiple of 3");
        var image = new Image(width, height, colorType == Indexed ? (transparency is null ? 3 : 4) : SampleCount);
        for (var y = 0; y < height; y++, rows = rows[(rowLength + 1)..])
        {
            var row = rows.Slice(1, rowLength);
            var target = image.Row(y);
            if (colorType == Indexed) for (var x = 0; x < width; x++) LookUp(Bits(row, x), target.Slice(x * image.Channels, image.Channels));
            else if (depth == 8) row.CopyTo(target);
            else if (depth == 16) for (var i = 0; i < target.Length; i++) target[i] = (byte)((BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]) * 255 + 32895) >> 16);
            else for (var i = 0; i < target.Length; i++) target[i] = (byte)(Bits(row, i) * 255 / ((1 << depth) - 1));
        }
        return image;
    }

    private int Bits(ReadOnlySpan<byte> row, int index)
    {
        var bit = (long)index * depth;
        return (row[(int)(bit >> 3)] >> (8 - depth - (int)(bit & 7))) & ((1 << depth) - 1);
    }

    private void LookUp(int index, Span<byte> pixel)
    {
        if (index * 3 >= palette!.Length) throw Bad($"palette entry {index} of {palette.Length / 3}; get the file again");
        palette.AsSpan(index * 3, 3).CopyTo(pixel);
        if (pixel.Length == 4) pixel[3] = index < transparency!.Length ? transparency[index] : (byte)255;
    }

    private InvalidDataException Bad(string what) => new($"{name}: {what}.");
}
