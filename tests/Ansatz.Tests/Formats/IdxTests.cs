using System.IO.Compression;
using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Tests.Formats;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ImagesAndLabelsAreReadPlainAndCompressed()
    {
        foreach (var pack in (Func<byte[], byte[]>[])[b => b, Compress])
        {
            var (shape, pixels) = Idx.ReadImages(Save(pack(Images)));
            Assert.Equal(new Shape(2, 1, 3), shape);
            Assert.Equal([10, 20, 30, 40, 50, 60], pixels);
            Assert.Equal([7, 9], Idx.ReadLabels(Save(pack(Labels))));
        }
    }

    [Fact]
    public void EveryElementTypeIsRead()
    {
        foreach (var (code, bytes, name, expected) in ((byte, byte[], string, float)[])[(8, [200], "uint8", 200), (9, [200], "int8", -56), (11, [1, 2], "int16", 258), (12, [255, 255, 255, 254], "int32", -2),
            (13, [0xC0, 0x20, 0, 0], "float32", -2.5f), (14, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0], "float64", 1.5f)])
        {
            var array = Idx.Read(Save([0, 0, code, 2, 0, 0, 0, 1, 0, 0, 0, 1, .. bytes]));
            Assert.Equal(name, array.ElementType);
            Assert.Equal(new Shape(1, 1), array.Shape);
            Assert.Equal([expected], array.ToSingles());
        }
    }

    [Fact]
    public void GzipMayHaveSeveralMembersAndPadding()
    {
        byte[] labels = [0, 0, 8, 1, 0, 1, 0, 0, .. Enumerable.Range(0, 65536).Select(i => (byte)(i * i >> 7))];
        foreach (var cut in (int[])[1, 7, 8, 9, 30_000, labels.Length - 1])
        {
            byte[] file = [.. Compress(labels[..cut]), .. Compress([]), .. Compress(labels[cut..])];
            Assert.Equal(labels[8..], Idx.ReadLabels(Save(file)));
            Assert.Equal(labels[8..], Idx.ReadLabels(Save([.. file, .. new byte[512]])));
            Assert.NotEmpty(LabelsMessage(file[..^5]));
        }
        Assert.Contains("followed by something else", LabelsMessage([.. Compress(Labels), 1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("goes on after", LabelsMessage([.. Compress(Labels), .. Compress([1])]), StringComparison.Ordinal);
        // A length whose last bytes are 0 is no padding.
        for (var k = 1; k <= 3; k++) Assert.NotEmpty(LabelsMessage(Compress(Labels)[..^k]));
    }

    [Fact]
    public void WrongFilesAreNamed()
    {
        Assert.EndsWith("begins with 00000801; expected 00000803 for images; this is the file of labels, give that of images.", ImagesMessage(Labels), StringComparison.Ordinal);
        Assert.EndsWith("begins with 00000803; expected 00000801 for labels; this is the file of images, give that of labels.", LabelsMessage(Images), StringComparison.Ordinal);
        Assert.Contains("begins with 89504E47; expected 00000803", ImagesMessage([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("23 bytes for images of shape [2, 1, 3]", ImagesMessage([.. Images, 0]), StringComparison.Ordinal);
        Assert.Contains("goes on after", ImagesMessage(Compress([.. Images, 0])), StringComparison.Ordinal);
        byte[] vast = [0, 0, 8, 3, 255, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255, 1];
        Assert.Contains("[4294967295, 2147483647, 2147483647]", ImagesMessage(vast), StringComparison.Ordinal);
        Assert.Contains("compressed for images", ImagesMessage(Compress(vast)), StringComparison.Ordinal);
    }

    [Fact]
    public void DamageIsReadOrRefusedClearly()
    {
        foreach (var file in (byte[][])[Images, Compress(Images)])
        {
            Hostile.RequireThatPrefixesAreRefused(file, folder["x"], ReadImages);
            Hostile.RequireThatAlterationsAreReadOrRefused(file, folder["x"], ReadImages);
        }
    }

    private string ImagesMessage(byte[] file) => Hostile.MessageOf(file, folder["x"], ReadImages);

    private string LabelsMessage(byte[] file) => Hostile.MessageOf(file, folder["x"], bytes => Idx.ReadLabels(Save(bytes)));

    private void ReadImages(byte[] file) => Idx.ReadImages(Save(file));

    private string Save(byte[] file)
    {
        File.WriteAllBytes(folder["x"], file);
        return folder["x"];
    }

    private static byte[] Compress(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }
}
