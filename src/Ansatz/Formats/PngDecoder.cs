using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ansatz.Formats;

/// <summary>Reads one PNG file: its chunks, then the compressed rows of each pass, then their samples as 8-bit channels.</summary>
/// <param name="name">What messages call the file.</param>
internal sealed class PngDecoder(string name)
{
    private PngHeader header;
    private byte[]? palette, transparency;
    private readonly List<byte> compressed = [];

    public Image Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngEncoder.Signature))
            throw Bad($"begins with {(file.IsEmpty ? "nothing" : Convert.ToHexString(file[..Math.Min(8, file.Length)]))}, not with the PNG signature; save it as PNG");
        ReadChunks(file[PngEncoder.Signature.Length..]);
        var samples = new PngSamples(header, palette, transparency, name);
        var length = 0L;
        foreach (var pass in header.Passes) length += Math.Min(header.RowLength(pass.Width(header.Width)) + 1, int.MaxValue) * pass.Height(header.Height);
        if (length > Array.MaxLength || (Int128)header.Width * header.Height * samples.Channels > Array.MaxLength || !Inflate.CanHold(compressed.Count, length))
            throw Bad($"the header says {header.Width} × {header.Height} pixels, far more than {compressed.Count} compressed bytes can hold; get the file again");
        var rows = new byte[length];
        using (var zlib = new ZLibStream(new MemoryStream([.. compressed]), CompressionMode.Decompress)) Inflate.ReadAll(zlib, rows, name);
        return Unpack(rows, samples);
    }

    private void ReadChunks(ReadOnlySpan<byte> rest)
    {
        for (var first = true; ; first = false)
        {
            if (rest.Length < 12) throw Bad("the file ends before its last chunk, IEND; get it again");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var type = Encoding.Latin1.GetString(rest[4..8]);
            var shown = type.All(char.IsAsciiLetter) ? type : Convert.ToHexString(rest[4..8]);
            if (length > rest.Length - 12) throw Bad($"chunk {shown} says it has {length} bytes, {rest.Length - 12} are left; get the file again");
            var data = rest.Slice(8, (int)length);
            var found = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
            var expected = Crc32.Of(rest.Slice(4, 4 + (int)length));
            if (found != expected) throw Bad($"chunk {shown} has the checksum {found:x8}, its content {expected:x8}; get the file again");
            if (first != (type == "IHDR")) throw Bad($"chunk {shown} where {(first ? "IHDR was" : "no second IHDR was")} expected");
            rest = rest[(12 + (int)length)..];
            switch (type)
            {
                case "IHDR": header = PngHeader.Read(data, name); break;
                case "PLTE": palette = data.ToArray(); break;
                case "tRNS": transparency = data.ToArray(); break;
                case "IDAT": compressed.AddRange(data); break;
                case "IEND": return;
                default:
                    if (char.IsAsciiLetterUpper(type[0])) throw Bad($"chunk {shown} must be understood but is not; save the image as a plain PNG");
                    break;
            }
        }
    }

    private Image Unpack(Span<byte> rows, PngSamples samples)
    {
        var image = new Image(header.Width, header.Height, samples.Channels);
        var pixelSize = Math.Max(1, header.SampleCount * header.Depth / 8);
        foreach (var pass in header.Passes)
        {
            var (width, height) = (pass.Width(header.Width), pass.Height(header.Height));
            var rowLength = (int)header.RowLength(width);
            ReadOnlySpan<byte> above = new byte[rowLength];
            for (var y = 0; y < height; y++, rows = rows[(rowLength + 1)..])
            {
                if (rows[0] >= PngFilter.Count) throw Bad($"row {pass.Top + y * pass.StepY} has filter {rows[0]}; expected 0 to {PngFilter.Count - 1}; get the file again");
                var row = rows.Slice(1, rowLength);
                PngFilter.Undo(rows[0], row, above, pixelSize);
                samples.Unpack(row, width, image.Row(pass.Top + y * pass.StepY), pass);
                above = row;
            }
        }
        return image;
    }

    private InvalidDataException Bad(string what) => new($"{name}: {what}.");
}
