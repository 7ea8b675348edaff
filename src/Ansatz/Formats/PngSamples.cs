using System.Buffers.Binary;

namespace Ansatz.Formats;

/// <summary>
/// Turns unfiltered rows into 8-bit channels. Palettes become RGB. A tRNS chunk becomes an alpha channel: the alpha of the palette's entries,
/// or 0 for pixels of exactly the transparent colour. Source: ISO/IEC 15948 (PNG), clauses 11.3.2.1 and 13.12.
/// </summary>
internal sealed class PngSamples
{
    private readonly PngHeader header;
    private readonly byte[] palette;
    private readonly byte[]? transparency;
    private readonly int[]? transparentColor;
    private readonly string name;

    /// <param name="palette">The PLTE chunk, or null.</param>
    /// <param name="transparency">The tRNS chunk, or null.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The chunks do not fit the header.</exception>
    public PngSamples(PngHeader header, byte[]? palette, byte[]? transparency, string name)
    {
        (this.header, this.palette, this.transparency, this.name) = (header, palette ?? [], transparency, name);
        if (header.ColorType == PngHeader.Indexed && (this.palette.Length == 0 || this.palette.Length % 3 != 0))
            throw Bad($"a palette image with a palette of {this.palette.Length} bytes; expected a multiple of 3");
        if (header.ColorType is not (PngHeader.Gray or PngHeader.Rgb) || transparency is null) return;
        if (transparency.Length != 2 * header.SampleCount) throw Bad($"chunk tRNS has {transparency.Length} bytes; expected {2 * header.SampleCount}, one transparent colour; get the file again");
        transparentColor = new int[header.SampleCount];
        for (var i = 0; i < transparentColor.Length; i++)
            transparentColor[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * i)) & ((1 << header.Depth) - 1);
    }

    /// <summary>The image's channels.</summary>
    public int Channels => header.ColorType switch
    {
        PngHeader.Indexed => transparency is null ? 3 : 4,
        _ => header.SampleCount + (transparentColor is null ? 0 : 1),
    };

    /// <summary>Writes a row's pixels into their places of the image.</summary>
    public void Unpack(ReadOnlySpan<byte> row, int width, Span<byte> target, PngHeader.Pass pass)
    {
        var (channels, samples) = (Channels, header.SampleCount);
        if (header.Depth == 8 && pass.StepX == 1 && channels == samples)
        {
            row.CopyTo(target);
            return;
        }
        for (var x = 0; x < width; x++)
        {
            var pixel = target.Slice((pass.Left + x * pass.StepX) * channels, channels);
            if (header.ColorType == PngHeader.Indexed)
            {
                LookUp(Sample(row, x), pixel);
                continue;
            }
            var isTransparent = transparentColor is not null;
            for (var c = 0; c < samples; c++)
            {
                var sample = Sample(row, x * samples + c);
                isTransparent = isTransparent && sample == transparentColor![c];
                pixel[c] = ToByte(sample);
            }
            if (transparentColor is not null) pixel[^1] = isTransparent ? (byte)0 : (byte)255;
        }
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (header.Depth == 8) return row[index];
        if (header.Depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        var bit = (long)index * header.Depth;
        return (row[(int)(bit >> 3)] >> (8 - header.Depth - (int)(bit & 7))) & ((1 << header.Depth) - 1);
    }

    /// <summary>255 · sample / (2^depth − 1), rounded to the nearest; for 16 bits by a multiplication that is exact for every value.</summary>
    private byte ToByte(int sample) => header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)((sample * 255 + 32895) >> 16),
        _ => (byte)(sample * 255 / ((1 << header.Depth) - 1)),
    };

    private void LookUp(int index, Span<byte> pixel)
    {
        if (index * 3 >= palette.Length) throw Bad($"palette entry {index} of {palette.Length / 3}; get the file again");
        palette.AsSpan(index * 3, 3).CopyTo(pixel);
        if (pixel.Length == 4) pixel[3] = index < transparency!.Length ? transparency[index] : (byte)255;
    }

    private InvalidDataException Bad(string what) => new($"{name}: {what}.");
}
