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
