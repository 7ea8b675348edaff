using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Ansatz.Formats;
using Ansatz.Random;
using FsCheck;
using FsCheck.Fluent;

namespace Ansatz.Tests.Formats;

public sealed class PngTests
{
    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Prop.ForAll(Images().ToArbitrary(), image =>
        {
            var back = Png.Decode(Png.Encode(image));
            return back.Width == image.Width && back.Height == image.Height && back.Channels == image.Channels && back.Pixels.SequenceEqual(image.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EveryFilterIsUndone()
    {
        byte[] above = [200, 3, 90, 17, 255, 0, 128], row = [5, 250, 91, 17, 0, 255, 64];
        for (var pixelSize = 1; pixelSize <= 4; pixelSize++)
        {
            byte[] filtered = new byte[row.Length], trial = new byte[row.Length];
            var filter = PngFilter.Apply(row, above, pixelSize, filtered, trial);
            PngFilter.Undo(filter, filtered, above, pixelSize);
            Assert.Equal(row, filtered);
        }
        // By hand, below the row 40, 20: 4 predicts 40 (nearest to 0 + 40 − 0), then 20 (50 + 20 − 40 = 30 is as near to it as to 40).
        foreach (var (filter, expected) in ((int, byte[])[])[(0, [10, 1]), (1, [10, 11]), (2, [50, 21]), (3, [30, 26]), (4, [50, 21])])
        {
            byte[] pair = [10, 1];
            PngFilter.Undo(filter, pair, [40, 20], 1);
            Assert.Equal(expected, pair);
        }
    }

    [Theory]
    [InlineData(1, 63)]
    [InlineData(3, 201)]
    [InlineData(4, 20_000)]
    public void TheFilterOfTheSmallestMagnitudesIsTaken(int pixelSize, int length)
    {
        var rng = new Rng((ulong)length);
        byte[] row = new byte[length], above = new byte[length], filtered = new byte[length], trial = new byte[length];
        for (var smoothness = 0; smoothness < 8; smoothness++)
        {
            for (var i = 0; i < length; i++)
            {
                above[i] = (byte)((i < pixelSize ? 0 : above[i - pixelSize]) + (rng.NextInt(256) >> smoothness));
                row[i] = (byte)(above[i] + (rng.NextInt(256) >> smoothness));
            }
            var expected = Enumerable.Range(0, PngFilter.Count).Select(f => Enumerable.Range(0, length).Select(i => (byte)(row[i] - Prediction(f, i))).ToArray()).ToArray();
            var best = Array.IndexOf(expected, expected.MinBy(bytes => bytes.Sum(b => Math.Abs((int)(sbyte)b))));
            Assert.Equal(best, PngFilter.Apply(row, above, pixelSize, filtered, trial));
            Assert.Equal(expected[best], filtered);
        }

        int Prediction(int filter, int i)
        {
            int a = i < pixelSize ? 0 : row[i - pixelSize], b = above[i], c = i < pixelSize ? 0 : above[i - pixelSize], p = a + b - c;
            return filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => new[] { a, b, c }.MinBy(x => Math.Abs(p - x)) };
        }
    }

    [Fact]
    public void AWhitePixelHasTheKnownBytes()
    {
        var file = Png.Encode(new Image(1, 1, 1, (ReadOnlySpan<byte>)[255]));
        Assert.Equal("89504E470D0A1A0A" + "0000000D" + "49484452" + "00000001" + "00000001" + "0800000000" + "3A7E9B55", Convert.ToHexString(file[..33]));
        Assert.Equal("00000000" + "49454E44" + "AE426082", Convert.ToHexString(file[^12..]));
    }

    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000 }, new byte[] { 255, 0, 255 })]
    [InlineData(2, new byte[] { 0b00_01_10_00 }, new byte[] { 0, 85, 170 })]
    [InlineData(4, new byte[] { 0x0F, 0x70 }, new byte[] { 0, 255, 119 })]
    [InlineData(16, new byte[] { 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x80 }, new byte[] { 255, 128, 0 })]
    public void GrayOfAnyDepthBecomesEightBits(byte depth, byte[] row, byte[] expected)
    {
        var image = Png.Decode(File(3, 1, depth, 0, [0, .. row]));
        Assert.Equal(1, image.Channels);
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void PalettesBecomeColoursAndTheirTransparencyAlpha()
    {
        byte[] colors = [255, 0, 0, 0, 128, 255];
        Assert.Equal([0, 128, 255, 255, 0, 0], Png.Decode(File(2, 1, 8, 3, [0, 1, 0], ("PLTE", colors))).Pixels.ToArray());
        Assert.Equal([0, 128, 255, 255, 255, 0, 0, 7], Png.Decode(File(2, 1, 8, 3, [0, 1, 0], ("PLTE", colors), ("tRNS", [7]))).Pixels.ToArray());
    }

    [Theory]
    [InlineData(8, new byte[] { 0, 10, 20, 0, 30, 40 }, new byte[] { 0, 10 }, new byte[] { 10, 0, 20, 255, 30, 255, 40, 255 })]
    [InlineData(8, new byte[] { 0, 10, 20, 0, 30, 40 }, new byte[] { 7, 10 }, new byte[] { 10, 0, 20, 255, 30, 255, 40, 255 })]
    [InlineData(2, new byte[] { 0, 0b00_01_0000, 0, 0b10_11_0000 }, new byte[] { 0, 2 }, new byte[] { 0, 255, 85, 255, 170, 0, 255, 255 })]
    [InlineData(16, new byte[] { 0, 1, 0, 1, 1, 0, 1, 0, 9, 9 }, new byte[] { 1, 1 }, new byte[] { 1, 255, 1, 0, 1, 255, 9, 255 })]
    public void ATransparentGrayBecomesAlpha(byte depth, byte[] rows, byte[] transparent, byte[] expected)
    {
        var image = Png.Decode(File(2, 2, depth, 0, rows, ("tRNS", transparent)));
        Assert.Equal(2, image.Channels);
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void ATransparentColourBecomesAlpha()
    {
        byte[] rows = [0, 1, 2, 3, 1, 2, 4];
        var image = Png.Decode(File(2, 1, 8, 2, rows, ("tRNS", [0, 1, 0, 2, 0, 3])));
        Assert.Equal([1, 2, 3, 0, 1, 2, 4, 255], image.Pixels.ToArray());
        Assert.Equal([255, 255, 255, 1, 2, 4], image.ToRgb().Pixels.ToArray());
    }

    [Fact]
    public void GrayWithAlphaIsOneChannelOverWhite()
    {
        var image = new Image(3, 1, 2, (ReadOnlySpan<byte>)[10, 255, 10, 0, 0, 128]);
        Assert.Equal([10, 255, 127], image.ToOpaque().Pixels.ToArray());
        Assert.Equal([10, 10, 10, 255, 255, 255, 127, 127, 127], image.ToRgb().Pixels.ToArray());
    }

    [Fact]
    public void InterlacedImagesAreReadInSevenPasses()
    {
        Assert.Equal([10, 20, 30, 40], Png.Decode(File(2, 2, 8, 0, [0, 10, 0, 20, 0, 30, 40], interlace: 1)).Pixels.ToArray());
        // The number of the pass of each pixel of an 8 × 8 square, as the standard draws it, repeated over 11 × 9 pixels.
        int[] passes = [1, 6, 4, 6, 2, 6, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7, 5, 6, 5, 6, 5, 6, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7,
            3, 6, 4, 6, 3, 6, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7, 5, 6, 5, 6, 5, 6, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7];
        foreach (var depth in (byte[])[1, 4, 8, 16])
        {
            const int Width = 11, Height = 9;
            var most = (1 << depth) - 1;
            var samples = Enumerable.Range(0, Width * Height).Select(i => i * 2654435761L % (most + 1L)).ToArray();
            var rows = new List<byte>();
            for (var pass = 1; pass <= 7; pass++)
            {
                for (var y = 0; y < Height; y++)
                {
                    var row = Enumerable.Range(0, Width).Where(x => passes[y % 8 * 8 + x % 8] == pass).Select(x => samples[y * Width + x]).ToArray();
                    if (row.Length > 0) rows.AddRange([0, .. Packed(row, depth)]);
                }
            }
            var image = Png.Decode(File(Width, Height, depth, 0, [.. rows], interlace: 1));
            Assert.Equal(samples.Select(s => (byte)Math.Round(s * 255.0 / most)), image.Pixels.ToArray());
        }
    }

    /// <summary>Samples of the given depth, the first in the highest bits.</summary>
    private static byte[] Packed(long[] samples, int depth)
    {
        var bytes = new byte[(samples.Length * depth + 7) / 8];
        for (var i = 0; i < samples.Length; i++)
            for (var bit = 0; bit < depth; bit++)
                if ((samples[i] >> (depth - 1 - bit) & 1) != 0) bytes[(i * depth + bit) / 8] |= (byte)(0x80 >> ((i * depth + bit) % 8));
        return bytes;
    }

    [Fact]
    public void UnsupportedAndDamagedFilesAreNamed()
    {
        Assert.Contains("interlace method 2", Message(File(1, 1, 8, 0, [0, 0], interlace: 2)), StringComparison.Ordinal);
        Assert.Contains("palette entry 5", Message(File(1, 1, 8, 3, [0, 5], ("PLTE", new byte[6]))), StringComparison.Ordinal);
        Assert.Contains("palette of 0 bytes", Message(File(1, 1, 8, 3, [0, 0])), StringComparison.Ordinal);
        Assert.Contains("chunk tRNS has 3 bytes; expected 2", Message(File(1, 1, 8, 0, [0, 0], ("tRNS", [0, 0, 0]))), StringComparison.Ordinal);
        Assert.Contains("chunk tRNS has 2 bytes; expected 6", Message(File(1, 1, 8, 2, [0, 0, 0, 0], ("tRNS", [0, 0]))), StringComparison.Ordinal);
        Assert.Contains("filter 5", Message(File(1, 1, 8, 0, [5, 0])), StringComparison.Ordinal);
        Assert.Contains("colour type 5", Message(File(1, 1, 8, 5, [0, 0])), StringComparison.Ordinal);
        Assert.Contains("chunk CgBI", Message(File(1, 1, 8, 0, [0, 0], ("CgBI", []))), StringComparison.Ordinal);
        Assert.Contains("0 × 1", Message(File(0, 1, 8, 0, [0, 0])), StringComparison.Ordinal);
        Assert.Contains("ends after 2", Message(File(1, 2, 8, 0, [0, 0])), StringComparison.Ordinal);
        Assert.Contains("goes on after", Message(File(1, 1, 8, 0, [0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("far more", Message(File(int.MaxValue, int.MaxValue, 16, 6, [0, 0])), StringComparison.Ordinal);
        Assert.Contains("FFD8FF", Message([0xFF, 0xD8, 0xFF]), StringComparison.Ordinal);
        var altered = Png.Encode(new Image(2, 2, 3));
        altered[45] ^= 1;
        Assert.Contains("chunk IDAT has the checksum", Message(altered), StringComparison.Ordinal);
    }

    [Fact]
    public void CompressionWithADictionaryIsRefused()
    {
        var file = Png.Encode(new Image(1, 1, 1));
        var data = file.AsSpan().IndexOf("IDAT"u8) + 4;
        (file[data], file[data + 1]) = (0x78, 0x20);   // the flag of a preset dictionary, with its check: 0x7820 is a multiple of 31
        var end = file.Length - 12 - 4;
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.Of(file.AsSpan(data - 4, end - data + 4)));
        Assert.Contains("damaged or cut off after 0 bytes", Message(file), StringComparison.Ordinal);
    }

    [Fact]
    public void DamageIsReadOrRefusedClearly()
    {
        var file = File(3, 2, 4, 3, [1, 0x01, 0x20, 4, 0x21, 0x00], ("PLTE", new byte[9]), ("tRNS", [1, 2]));
        Hostile.RequireThatPrefixesAreRefused(file, "x.png", bytes => Png.Decode(bytes, "x.png"));
        var refused = Hostile.RequireThatAlterationsAreReadOrRefused(file, "x.png", bytes => Png.Decode(bytes, "x.png"));
        Assert.Equal(3 * file.Length, refused);
    }

    [Fact]
    public void WritingReplacesTheFileWhole()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.png"];
        Png.Write(path, new Image(4, 4, 1));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal(4, Png.Read(path).Width);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static string Message(byte[] file) => Hostile.MessageOf(file, "x.png", bytes => Png.Decode(bytes, "x.png"));

    private static Gen<Image> Images() =>
        from width in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 12)
        from channels in Gen.Choose(1, 4)
        from kind in Gen.Choose(0, 2)
        from noise in Gen.ArrayOf(Gen.Choose(0, 255), width * height * channels)
        select new Image(width, height, channels, noise.Select((v, i) => (byte)(kind == 0 ? v : kind == 1 ? i * 3 : i * 3 + v / 64)).ToArray());

    /// <summary>A PNG file from uncompressed, filtered rows.</summary>
    private static byte[] File(int width, int height, byte depth, byte colorType, byte[] rows, params (string Type, byte[] Data)[] chunks) =>
        File(width, height, depth, colorType, rows, 0, chunks);

    private static byte[] File(int width, int height, byte depth, byte colorType, byte[] rows, byte interlace, params (string Type, byte[] Data)[] chunks)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colorType, interlace);
        var file = new List<byte>(Convert.FromHexString("89504E470D0A1A0A"));
        foreach (var (type, data) in ((string, byte[])[])[("IHDR", header), .. chunks, ("IDAT", compressed.ToArray()), ("IEND", [])])
        {
            var word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
            file.AddRange(word);
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.AddRange(body);
            BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(body));
            file.AddRange(word);
        }
        return [.. file];
    }
}
