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

    [Fact]
    public void NestedFoldersBelongToTheirClass()
    {
        Save("a/x/1.png", 1, 1);
        Save("a/2.png", 1, 2);
        Save("b/deep/er/3.png", 1, 3);
        var images = ImageData.Read(Path).Training;
        Assert.Equal(["a", "b"], images.ClassNames);
        Assert.Equal(["a/2.png", "a/x/1.png", "b/deep/er/3.png"], images.Files()!);
        Assert.Equal([0, 0, 1], images.Labels()!);
    }

    [Fact]
    public void CapitalsInAnExtensionLoseNoImage()
    {
        foreach (var name in new[] { "a.png", "b.PNG", "c.Png", "ü ß, 1.PNG" }) Save(name, 1, 1);
        var images = ImageData.Read(Path).Training;
        Assert.Equal(["a.png", "b.PNG", "c.Png", "ü ß, 1.PNG"], images.Files()!);
    }

    [Fact]
    public void HiddenFilesAndFoldersAreNoImagesAndNoClasses()
    {
        foreach (var name in new[] { "a/1.png", "b/1.png", ".ipynb_checkpoints/1.png", "__MACOSX/a/1.png", "a/.thumbs/1.png" }) Save(name, 1, 1);
        foreach (var name in new[] { ".DS_Store", "a/._x.png", "a/.DS_Store" }) File.WriteAllText(folder[name], "no image");
        var (classes, count, note) = Noted();
        Assert.Equal(["a", "b"], classes!);
        Assert.Equal((2, null), (count, note));
    }

    [Fact]
    public void WhatIsPassedOverIsTold()
    {
        Save("a/1.png", 1, 1);
        Save("b/1.png", 1, 1);
        File.WriteAllText(folder["a/notes.txt"], "");
        Assert.Equal("passed over 1 file that is no picture: a/notes.txt", Noted().Note);
        File.WriteAllText(folder["b/labels.csv"], "");
        Directory.CreateDirectory(folder["empty"]);
        var (classes, count, note) = Noted();
        Assert.Equal(2, count);
        Assert.Equal(["a", "b"], classes!);
        Assert.Equal("passed over 2 files that are no pictures, such as a/notes.txt; 1 folder without pictures: empty", note);
    }

    [Theory]
    [InlineData("train", "test")]
    [InlineData("TRAIN", "Test")]
    [InlineData("training", "validation")]
    [InlineData("train", "valid")]
    [InlineData("Train", "val")]
    public void PartsAreNoClasses(string training, string test)
    {
        Save($"{training}/1.png", 1, 1);
        Save($"{training}/2.png", 1, 2);
        Save($"{test}/3.png", 3, 3);
        var (first, second) = ImageData.Read(Path);
        Assert.Equal((2, 1, false, false), (first.Count, second!.Count, first.HasLabels, second.HasLabels));
        Assert.Equal(first.ExampleShape, second.ExampleShape);
        Assert.Equal([$"{test}/3.png"], second.Files()!);
    }

    [Fact]
    public void PartsHaveTheSameClasses()
    {
        foreach (var name in new[] { "train/cat/1.png", "train/dog/2.png", "test/dog/3.png", "test/ant/4.png", "val/cat/5.png" }) Save(name, 1, 1);
        var (training, test) = ImageData.Read(Path);
        Assert.Equal(["cat", "dog", "ant"], training.ClassNames);
        Assert.Equal(training.ClassNames, test!.ClassNames);
        Assert.Equal([0, 1], training.Labels()!);
        Assert.Equal([2, 1], test.Labels()!);
        Assert.Equal("passed over the folder val, since test is the test set", Noted().Note);
    }

    [Fact]
    public void AClassMayBeCalledTrain()
    {
        foreach (var name in new[] { "bus", "car", "train" }) Save($"{name}/1.png", 1, 1);
        Assert.Equal(["bus", "car", "train"], ImageData.Read(Path).Training.ClassNames);
    }

    [Fact]
    public void PartsThatDoNotFitAreNamed()
    {
        Save("test/1.png", 1, 1);
        Complains("holds test, but no folder named train");
        Save("train/1.png", 1, 1);
        Save("extra/1.png", 1, 1);
        Complains("holds extra beside the parts test and train");
        Directory.Delete(folder["extra"], recursive: true);
        Save("training/1.png", 1, 1);
        Complains("holds both train and training");
        Directory.Delete(folder["training"], recursive: true);
        Save("loose.png", 1, 1);
        Complains("holds loose.png beside the parts");
        File.Delete(folder["loose.png"]);
        Png.Write(folder["test/1.png"], new Image(3, 1, 1));
        Complains("1.png: 3 × 1 pixels; expected 2 × 1");
    }

    [Fact]
    public void PicturesThatNobodyDecodesAreNamed()
    {
        Save("a.png", 1, 1);
        File.WriteAllText(folder["b.GIF"], "GIF89a");
        Complains("b.GIF: begins with 474946383961; expected a picture, PNG; save it as PNG");
    }

    [Fact]
    public void LinksAreFollowedAndBrokenOnesNamed()
    {
        Save("elsewhere/1.png", 1, 7);
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateSymbolicLink(folder["data/a"], folder["elsewhere"]);
        Save("data/b/2.png", 1, 8);
        Assert.Equal(["a/1.png", "b/2.png"], ImageData.Read(folder["data"]).Training.Files()!);
        File.CreateSymbolicLink(folder["data/b/3.png"], folder["nowhere.png"]);
        Assert.Contains("3.png: a link to a file that is missing", Message(folder["data"]), StringComparison.Ordinal);
        File.Delete(folder["data/b/3.png"]);
        Directory.CreateSymbolicLink(folder["data/b/up"], folder["data"]);
        Assert.Contains("up: a link that leads back to", Message(folder["data"]), StringComparison.Ordinal);
    }

    [Fact]
    public void GrayWithTransparencyIsGray()
    {
        Png.Write(folder["a.png"], new Image(2, 1, 2, [100, 255, 100, 0]));
        var images = ImageData.Read(Path).Training;
        Assert.Equal([1, 2, 1], images.ExampleShape);
        Assert.Equal([100 / 255f, 1f], images.ToTensor(0, 1).ToArray());
    }

    [Theory]
    [InlineData("images", "labels", "test_images", "test_labels")]
    [InlineData("train_images", "train_labels", "test_images", "test_labels")]
    [InlineData("x_train", "y_train", "x_test", "y_test")]
    [InlineData("X_train", "Y_train", "X_test", "Y_test")]
    [InlineData("train_x", "train_y", "test_x", "test_y")]
    [InlineData("train_data", "train_labels", "test_data", "test_labels")]
    [InlineData("X", "y", null, null)]
    [InlineData("data", "labels", null, null)]
    [InlineData("arr_0", "arr_1", null, null)]
    [InlineData("x_test", "y_test", null, null)]
    public void ArraysAreFoundByTheirNames(string images, string labels, string? testImages, string? testLabels)
    {
        Npz.Write(folder["x.npz"], a =>
        {
            a.Add<byte>(images, [2, 1, 2], [1, 2, 3, 4]);
            a.Add<long>(labels, [2, 1], [1, 0]);
            if (testImages is not null) a.Add<byte>(testImages, [1, 1, 2], [5, 6]);
            if (testLabels is not null) a.Add<long>(testLabels, [1], [1]);
            a.Add<float>("zz_other", [3], [1, 2, 3]);
        });
        var (training, test) = ImageData.Read(folder["x.npz"]);
        Assert.Equal([1, 0], training.Labels()!);
        Assert.Equal(3 / 255f, training.ToTensor(1, 1).ToArray()[0]);
        Assert.Equal(testImages is null ? null : 1, test?.Count);
        Assert.Equal(testImages is null ? null : 1, test?.Label(0));
    }

    [Fact]
    public void AnArrayIsReadByTheNameAskedFor()
    {
        Npz.Write(folder["x.npz"], a =>
        {
            a.Add<byte>("images", [1, 1, 2], [1, 2]);
            a.Add<byte>("pictures", [2, 1, 2], [3, 4, 5, 6]);
            a.Add<byte>("test_images", [1, 1, 2], [7, 8]);
            a.Add<long>("test_labels", [1], [3]);
        });
        Dataset Named(string name) => ImageData.Read(folder["x.npz"], new ImageReading { Array = name }).Training;
        Assert.Equal((2, false), (Named("pictures").Count, Named("pictures").HasLabels));
        Assert.Equal(7 / 255f, Named("test_images").ToTensor(0, 1).ToArray()[0]);
        Assert.Equal(3, Named("test_images").Label(0));
        Assert.Contains("no array 'photos'; it holds 'images', 'pictures', 'test_images', 'test_labels'", Assert.Throws<InvalidDataException>(() => Named("photos")).Message, StringComparison.Ordinal);
        Npz.Write(folder["x.npz"], a => a.Add<byte>("pictures", [1, 1, 2], [1, 2]));
        Assert.Contains("it holds 'pictures'; expected one of images, train_images", Message(folder["x.npz"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void ChannelsFirstAreRefusedOrTurned(int channels)
    {
        Npz.Write(folder["x.npz"], a => a.Add<byte>("images", [2, channels, 1, 5], [.. Enumerable.Range(0, 10 * channels).Select(i => (byte)i)]));
        var message = Message(folder["x.npz"]);
        Assert.Contains($"the shape [2, {channels}, 1, 5] has its channels first", message, StringComparison.Ordinal);
        Assert.Contains("numpy.moveaxis(images, 1, -1)", message, StringComparison.Ordinal);
        var images = ImageData.Read(folder["x.npz"], new ImageReading { AreChannelsFirst = true }).Training;
        Assert.Equal([1, 5, channels], images.ExampleShape);
        // Pixel p of channel c of image 1 is 5·channels + 5·c + p.
        Assert.Equal([.. Enumerable.Range(0, 5).SelectMany(p => Enumerable.Range(0, channels).Select(c => (5 * channels + 5 * c + p) / 255f))], images.ToTensor(1, 1).ToArray());
    }

    [Fact]
    public void ChannelsLastAreNotReadAsFirst()
    {
        Npz.Write(folder["x.npz"], a => a.Add<byte>("images", [1, 5, 6, 3], new byte[90]));
        var message = Assert.Throws<InvalidDataException>(() => ImageData.Read(folder["x.npz"], new ImageReading { AreChannelsFirst = true })).Message;
        Assert.Contains("has 5 channels if channels are first", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WholeNumbersUpTo255ArePixels()
    {
        Npz.Write(folder["x.npz"], a => a.Add<long>("images", [2, 1, 2], [0, 51, 255, 102]));
        Assert.Equal([0, 0.2f, 1, 0.4f], ImageData.Read(folder["x.npz"]).Training.ToTensor(0, 2).ToArray());
        Npz.Write(folder["x.npz"], a => a.Add<long>("images", [1, 1, 2], [0, 1]));
        Assert.Equal([0f, 1f], ImageData.Read(folder["x.npz"]).Training.ToTensor(0, 1).ToArray());
        Npz.Write(folder["x.npz"], a => a.Add<long>("images", [2, 1, 2], [0, 1, 2, 256]));
        Assert.Contains("element 3 is 2 (int64)", Message(folder["x.npz"]), StringComparison.Ordinal);
        Assert.Contains("in image 1", Message(folder["x.npz"]), StringComparison.Ordinal);
    }

    private (IReadOnlyList<string>? Classes, int Count, string? Note) Noted()
    {
        var notes = new List<string>();
        var images = ImageData.Read(Path, new ImageReading { Note = notes.Add }).Training;
        Assert.True(notes.Count <= 1);
        Assert.All(notes, n => Assert.StartsWith($"{Path}: ", n, StringComparison.Ordinal));
        return (images.ClassNames, images.Count, notes.Count == 0 ? null : notes[0][(Path.Length + 2)..]);
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
