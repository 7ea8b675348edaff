using Ansatz.Data;
using Ansatz.Formats;

namespace Ansatz.Tests.Data;

public sealed class ImageDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.GetDirectoryName(folder["x"])!;

    public void Dispose() => folder.Dispose();

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

    private void Save(string name, int channels, byte value)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder[name])!);
        var image = new Image(2, 1, channels);
        image.Pixels.Fill(value);
        Png.Write(folder[name], image);
    }
}
