using Ansatz.Formats;
using Ansatz.Pictures;
using Ansatz.Tests.Formats;

namespace Ansatz.Tests.Pictures;

public sealed class JpegTests
{
    private static readonly PictureReader pictures = new(new Jpeg());

    /// <summary>Each fixture lies beside a PNG of what libjpeg decodes from it. Inverse transforms and the filters of subsampled colours may round differently.</summary>
    [Theory]
    [InlineData("baseline-444", 3, 2)]
    [InlineData("baseline-420", 3, 3)]
    [InlineData("progressive-420", 3, 3)]
    [InlineData("restarts", 3, 3)]
    [InlineData("separate-scans", 3, 3)]
    [InlineData("gray", 1, 1)]
    [InlineData("gray-progressive", 1, 1)]
    [InlineData("cmyk", 3, 2)]
    [InlineData("rgb", 3, 1)]
    public void PicturesAreThoseOfLibjpeg(string name, int channels, int tolerance)
    {
        var found = pictures.Decode(Fixture(name + ".jpg"), name);
        var expected = Png.Decode(Fixture(name + ".png"), name);
        Assert.Equal((20, 12, channels), (found.Width, found.Height, found.Channels));
        Assert.Equal(expected.Channels, found.Channels);
        Assert.InRange(found.Pixels.ToArray().Zip(expected.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }

    [Fact]
    public void APictureLiesAsItsOrientationSays()
    {
        // The camera was held so that the first stored row is the right edge: 90° clockwise makes it upright.
        var stored = pictures.Decode(Fixture("baseline-444.jpg"), "x");
        var turned = pictures.Decode(Fixture("turned.jpg"), "x");
        Assert.Equal((12, 20), (turned.Width, turned.Height));
        for (var y = 0; y < 12; y++)
            for (var x = 0; x < 20; x++) Assert.Equal(stored.Row(y).Slice(3 * x, 3).ToArray(), turned.Row(x).Slice(3 * (11 - y), 3).ToArray());
    }

    [Theory]
    [InlineData(1, "abcdef", 3)]
    [InlineData(2, "cbafed", 3)]
    [InlineData(3, "fedcba", 3)]
    [InlineData(4, "defabc", 3)]
    [InlineData(5, "adbecf", 2)]
    [InlineData(6, "daebfc", 2)]
    [InlineData(7, "fcebda", 2)]
    [InlineData(8, "cfbead", 2)]
    public void EveryOrientationIsTurnedUpright(int orientation, string expected, int width)
    {
        var turned = ExifOrientation.Apply(new Image(3, 2, 1, "abcdef"u8), orientation);
        Assert.Equal(width, turned.Width);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(turned.Pixels));
        byte[] little = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0];
        byte[] big = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0];
        Assert.Equal(orientation, ExifOrientation.Read(little));
        Assert.Equal(orientation, ExifOrientation.Read(big));
    }

    [Fact]
    public void WhatIsNotSupportedIsNamed()
    {
        var file = Fixture("baseline-444.jpg");
        Assert.Contains("FFD8; expected a picture, PNG or JPEG", Message([0xFF, 0xD8]), StringComparison.Ordinal);
        Assert.Contains("the file is empty; expected a picture, PNG or JPEG", Message([]), StringComparison.Ordinal);
        Assert.Contains("FFD8FFE000104A46; expected a picture, PNG;", Hostile.MessageOf(file, "x.jpg", bytes => PictureReader.Png.Decode(bytes, "x.jpg")), StringComparison.Ordinal);
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        Assert.Contains("12 bits per sample", Message(With(file, frame + 4, 12)), StringComparison.Ordinal);
        Assert.Contains("lossless JPEG", Message(With(file, frame + 1, 0xC3)), StringComparison.Ordinal);
        Assert.Contains("arithmetic codes", Message(With(file, frame + 1, 0xC9)), StringComparison.Ordinal);
        Assert.Contains("hierarchical", Message(With(file, frame + 1, 0xC5)), StringComparison.Ordinal);
        Assert.Contains("20 × 0 pixels", Message(With(file, frame + 6, 0)), StringComparison.Ordinal);
        Assert.Contains("far more than", Message(With(With(file, frame + 5, 255), frame + 7, 255)), StringComparison.Ordinal);
        Assert.Contains("component 0 has the sampling factors 1 × 0", Message(With(file, frame + 11, 0x10)), StringComparison.Ordinal);
    }

    [Fact]
    public void DamageIsReadOrRefusedClearly()
    {
        foreach (var name in (string[])["baseline-420.jpg", "progressive-420.jpg", "restarts.jpg", "cmyk.jpg"])
        {
            var file = Fixture(name);
            Hostile.RequireThatPrefixesAreRefused(file, "x.jpg", bytes => pictures.Decode(bytes, "x.jpg"));
            Assert.InRange(Hostile.RequireThatAlterationsAreReadOrRefused(file, "x.jpg", bytes => pictures.Decode(bytes, "x.jpg")), file.Length / 10, 3 * file.Length);
        }
    }

    [Fact]
    public void DamagedPicturesAreTheSameEachTime()
    {
        // The decoder leaves memory as it finds it where a scan ends early; such a file must be refused, so what is read is read alike.
        foreach (var name in (string[])["progressive-420.jpg", "restarts.jpg"])
        {
            var file = Fixture(name);
            for (var at = 0; at < file.Length; at++)
            {
                var altered = With(file, at, (byte)(file[at] ^ 0x55));
                try
                {
                    var first = pictures.Decode(altered, "x.jpg").Pixels.ToArray();
                    pictures.Decode(Fixture("gray.jpg"), "x.jpg");
                    Assert.Equal(first, pictures.Decode(altered, "x.jpg").Pixels.ToArray());
                }
                catch (InvalidDataException)
                {
                    Assert.Throws<InvalidDataException>(() => pictures.Decode(altered, "x.jpg"));
                }
            }
        }
    }

    [Fact]
    public void ExtensionsAreRecognizedInAnyCase()
    {
        Assert.True(pictures.HasExtension("a/b.JPG"));
        Assert.True(pictures.HasExtension("b.jpeg"));
        Assert.True(PictureReader.Png.HasExtension("b.Png"));
        Assert.False(PictureReader.Png.HasExtension("b.jpg"));
        Assert.False(pictures.HasExtension("jpg"));
    }

    private static string Message(byte[] file) => Hostile.MessageOf(file, "x.jpg", bytes => pictures.Decode(bytes, "x.jpg"));

    private static byte[] With(byte[] file, int at, byte value)
    {
        var altered = (byte[])file.Clone();
        altered[at] = value;
        return altered;
    }

    private static byte[] Fixture(string name)
    {
        using var stream = typeof(JpegTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
