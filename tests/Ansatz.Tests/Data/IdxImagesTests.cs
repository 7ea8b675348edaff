using System.IO.Compression;
using Ansatz.Data;
using Ansatz.Formats;

namespace Ansatz.Tests.Data;

public sealed class IdxImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.GetDirectoryName(folder["x"])!;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FourIdxFilesAreATrainingAndATestSet()
    {
        WriteIdx();
        Compress("t10k-images-idx3-ubyte");
        var (training, test) = ImageData.Read(Path);
        Assert.Equal([2, 3, 1], training.ExampleShape);
        Assert.Equal((2, 1), (training.Count, test!.Count));
        Assert.Equal([6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f], training.ToTensor(1, 1).ToArray());
        Assert.Equal((3, 1, 4), (training.Label(0), training.Label(1), training.ClassCount));
        Assert.Equal(2, test.Label(0));
    }

    [Fact]
    public void FilesThatDoNotFitAreNamed()
    {
        WriteIdx();
        Idx.Write(folder["t10k-labels-idx1-ubyte"], [1], new byte[] { 4 });
        Complains("t10k-labels-idx1-ubyte: label 1 is 4; expected 0 to 3");
        Assert.Contains("label 1 is 3; expected 0 to 2", Assert.Throws<InvalidDataException>(() => IdxFolder.Read(Path, 3)).Message, StringComparison.Ordinal);
        Idx.Write(folder["train-labels-idx1-ubyte"], [3], new byte[3]);
        Complains("3 labels for 2 images");
        WriteIdx();
        Idx.Write(folder["t10k-images-idx3-ubyte"], [1, 3, 2], new byte[6]);
        Complains("the test images have the shape [3, 2, 1]; expected [2, 3, 1]");
    }

    [Theory]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte")]
    [InlineData("Train-Images-idx3-ubyte", "TRAIN-LABELS-IDX1-UBYTE", "test-images-idx3-ubyte")]
    [InlineData("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte", "emnist-letters-test-images-idx3-ubyte")]
    public void OtherNamesOfIdxFilesAreFound(string images, string labels, string testImages)
    {
        Idx.Write(folder[images], [2, 1, 2], new byte[] { 1, 2, 3, 4 });
        Idx.Write(folder[labels], [2], new byte[] { 5, 6 });
        var (training, test) = ImageData.Read(Path);
        Assert.Null(test);
        Assert.Equal([5, 6], training.Labels()!);
        Idx.Write(folder[testImages], [1, 1, 2], new byte[] { 9, 9 });
        (training, test) = ImageData.Read(Path);
        Assert.Equal((2, 1), (training.Count, test!.Count));
        Assert.False(test.HasLabels);
        File.Delete(folder[labels]);
        Assert.False(ImageData.Read(Path).Training.HasLabels);
        Idx.Write(folder["emnist-digits-train-images-idx3-ubyte"], [1, 1, 2], new byte[2]);
        Complains("expected the files of one data set");
    }

    [Fact]
    public void IdxImagesMayBeIntegersOrFloats()
    {
        File.WriteAllBytes(folder["train-images-idx3-float"], [0, 0, 13, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0, 0x3E, 0x80, 0, 0]);
        File.WriteAllBytes(folder["train-labels-idx1-int"], [0, 0, 12, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 7]);
        var (training, _) = ImageData.Read(Path);
        Assert.Equal([1f, 0.25f], training.ToTensor(0, 2).ToArray());
        Assert.Equal([256, 7], training.Labels()!);
        File.WriteAllBytes(folder["train-labels-idx1-int"], [0, 0, 12, 1, 0, 0, 0, 2, 255, 255, 255, 255, 0, 0, 0, 7]);
        Complains("label 1 is -1; expected a class number");
        File.Delete(folder["train-images-idx3-float"]);
        File.WriteAllBytes(folder["train-images-idx3-short"], [0, 0, 11, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 255, 0, 51]);
        File.Delete(folder["train-labels-idx1-int"]);
        Assert.Equal([1f, 0.2f], ImageData.Read(Path).Training.ToTensor(0, 2).ToArray());
    }

    [Fact]
    public void ColouredIdxImagesHaveChannels()
    {
        Idx.Write(folder["x"], [2, 1, 2, 3], Enumerable.Range(0, 12).Select(i => (byte)i).ToArray());
        var (shape, pixels) = Idx.ReadImages(folder["x"]);
        Assert.Equal([2, 1, 2, 3], shape);
        Assert.Equal(11, pixels[11]);
    }

    private void Complains(string text) => Assert.Contains(text, Assert.Throws<InvalidDataException>(() => ImageData.Read(Path)).Message, StringComparison.Ordinal);

    private void WriteIdx()
    {
        Idx.Write(folder["train-images-idx3-ubyte"], [2, 2, 3], Enumerable.Range(0, 12).Select(i => (byte)i).ToArray());
        Idx.Write(folder["train-labels-idx1-ubyte"], [2], new byte[] { 3, 1 });
        Idx.Write(folder["t10k-images-idx3-ubyte"], [1, 2, 3], new byte[6]);
        Idx.Write(folder["t10k-labels-idx1-ubyte"], [1], new byte[] { 2 });
    }

    private void Compress(string name)
    {
        using (var gzip = new GZipStream(File.Create(folder[name + ".gz"]), CompressionLevel.Optimal)) gzip.Write(File.ReadAllBytes(folder[name]));
        File.Delete(folder[name]);
    }
}
