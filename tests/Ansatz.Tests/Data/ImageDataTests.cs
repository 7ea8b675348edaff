using System.IO.Compression;
using Ansatz.Data;
using Ansatz.Formats;

namespace Ansatz.Tests.Data;

public sealed class ImageDataTests : IDisposable
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
        File.Delete(folder["train-labels-idx1-ubyte"]);
        Complains("no train-labels-idx1-ubyte in it");
        WriteIdx();
        Idx.Write(folder["t10k-images-idx3-ubyte"], [1, 3, 2], new byte[6]);
        Complains("the test images have the shape [3, 2, 1]; expected [2, 3, 1]");
    }

    [Fact]
    public void ColouredIdxImagesHaveChannels()
    {
        Idx.Write(folder["x"], [2, 1, 2, 3], Enumerable.Range(0, 12).Select(i => (byte)i).ToArray());
        var (shape, pixels) = Idx.ReadImages(folder["x"]);
        Assert.Equal([2, 1, 2, 3], shape);
        Assert.Equal(11, pixels[11]);
    }

    [Fact]
    public void AFolderOfPngImagesIsReadInOrderOfNames()
    {
        Save("b.png", 1, 20);
        Save("a.png", 1, 10);
        var (images, test) = ImageData.Read(Path);
        Assert.Null(test);
        Assert.False(images.HasLabels);
        Assert.Equal([10 / 255f, 10 / 255f, 20 / 255f, 20 / 255f], images.ToTensor(0, 2).ToArray());
        Save("c.png", 3, 30);
        Assert.Equal([1, 2, 3], ImageData.Read(Path).Training.ExampleShape);
        Png.Write(folder["d.png"], new Image(3, 1, 1));
        Complains("d.png: 3 × 1 pixels; expected 2 × 1");
    }

    [Fact]
    public void SubfoldersAreClasses()
    {
        foreach (var (name, value) in new[] { ("dog", 2), ("cat", 1), ("dog", 3) }) Save($"{name}/{value}.png", 1, (byte)value);
        var images = ImageData.Read(Path).Training;
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(images.Label));
        Assert.Equal(2, images.ClassCount);
        Save("loose.png", 1, 0);
        Complains("loose.png beside subfolders");
    }

    [Fact]
    public void AnArchiveHoldsBytesOrFloats()
    {
        Npz.Write(folder["x.npz"], a =>
        {
            a.Add<byte>("images", [2, 1, 2], [0, 51, 255, 102]);
            a.Add<long>("labels", [2], [1, 0]);
        });
        var images = ImageData.Read(folder["x.npz"]).Training;
        Assert.Equal([0f, 0.2f, 1f, 0.4f], images.ToTensor(0, 2).ToArray());
        Assert.Equal((1, 0), (images.Label(0), images.Label(1)));
        Npz.Write(folder["y.npz"], a =>
        {
            a.Add<float>("x_train", [1, 1, 2, 1], [0.25f, 1]);
            a.Add<float>("x_test", [1, 1, 2, 1], [0.5f, 0]);
        });
        var (training, test) = ImageData.Read(folder["y.npz"]);
        Assert.Equal(0.25f, training.ToTensor(0, 1).ToArray()[0]);
        Assert.Equal(0.5f, test!.ToTensor(0, 1).ToArray()[0]);
    }

    [Theory]
    [InlineData("images: element 2 is 255 (float32); expected uint8, or numbers from 0 to 1", 255f, 0f)]
    [InlineData("labels: label 2 is 0.5; expected a class number", 0.5f, 0.5f)]
    [InlineData("labels: label 2 is -1; expected a class number", 0.5f, -1f)]
    public void AnArchivesWrongNumbersAreNamed(string complaint, float pixel, float label)
    {
        Npz.Write(folder["x.npz"], a =>
        {
            a.Add<float>("images", [2, 1, 1], [0, pixel]);
            a.Add<float>("labels", [2], [0, label]);
        });
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => ImageData.Read(folder["x.npz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherPlacesAreRefusedClearly()
    {
        Assert.Contains("found no .png file", Message(Path), StringComparison.Ordinal);
        Assert.Contains("no such file or folder", Message(folder["nowhere"]), StringComparison.Ordinal);
        File.WriteAllText(folder["x.txt"], "");
        Assert.Contains("no .npz archive", Message(folder["x.txt"]), StringComparison.Ordinal);
        Npz.Write(folder["x.npz"], a => a.Add<byte>("images", [4], [1, 2, 3, 4]));
        Assert.Contains("the shape is [4]; expected [N, height, width]", Message(folder["x.npz"]), StringComparison.Ordinal);
    }

    private void Complains(string text) => Assert.Contains(text, Message(Path), StringComparison.Ordinal);

    private static string Message(string path) => Assert.Throws<InvalidDataException>(() => ImageData.Read(path)).Message;

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

    private void Save(string name, int channels, byte value)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder[name])!);
        var image = new Image(2, 1, channels);
        image.Pixels.Fill(value);
        Png.Write(folder[name], image);
    }
}
