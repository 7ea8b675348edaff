using Ansatz.Data;
using Ansatz.Formats;

namespace Ansatz.Tests.Data;

public sealed class NpzImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

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

    private static string Message(string path) => Assert.Throws<InvalidDataException>(() => ImageData.Read(path)).Message;
}
