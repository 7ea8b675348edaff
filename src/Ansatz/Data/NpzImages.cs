using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Images in an .npz archive, with labels and a test set if there are any. The arrays are found by their names: the first row of this table whose images are
/// there is read. Upper and lower case make no difference. <see cref="ImageReading.Array"/> asks for another array.
/// <code>
/// images          labels            test images    test labels
/// images          labels            test_images    test_labels
/// train_images    train_labels      test_images    test_labels
/// x_train         y_train           x_test         y_test
/// train_x         train_y           test_x         test_y
/// train_data      train_labels      test_data      test_labels
/// x               y
/// data            labels
/// arr_0           arr_1
/// test_images     test_labels
/// x_test          y_test
/// </code>
/// </summary>
/// <remarks>
/// Images are [N, height, width] or [N, height, width, channels]. Their elements are bytes, whole numbers from 0 to 255, or floats in [0, 1]; whole numbers of
/// another type than uint8 that are all 0 or 1 are black and white.
/// </remarks>
public static class NpzImages
{
    /// <summary>The most channels that a picture has; a larger dimension is a height or a width.</summary>
    private const int MostChannels = 4;

    /// <param name="path">The archive.</param>
    /// <param name="reading">Which array to read, and the order of its dimensions.</param>
    /// <returns>The test set is null where the archive names none.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or holds something else; the message names the array, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string path, ImageReading? reading = null)
    {
        reading ??= new ImageReading();
        var archive = Npz.Read(path);
        var there = archive.Names.Count == 0 ? "none" : $"'{string.Join("', '", archive.Names)}'";
        if (reading.Array is { } asked && !archive.Names.Contains(asked)) throw new InvalidDataException($"{path}: no array '{asked}'; it holds {there}.");
        var names = reading.Array is { } array ? ArrayNames.Of(array, archive.Names) : ArrayNames.Find(archive.Names)
            ?? throw new InvalidDataException($"{path}: no array 'images'; it holds {there}; expected one of {ArrayNames.Known}, or ask for another by its name.");
        var training = Read(archive, path, names.Images, names.Labels, reading.AreChannelsFirst);
        if (names.TestImages is null) return (training, null);
        var test = Read(archive, path, names.TestImages, names.TestLabels, reading.AreChannelsFirst);
        if (test.ExampleShape != training.ExampleShape)
            throw new InvalidDataException($"{path}: {names.TestImages}: images of shape {test.ExampleShape}; expected {training.ExampleShape}, that of {names.Images}.");
        return (training, test);
    }

    private static Dataset Read(NpzArchive archive, string path, string imagesName, string? labelsName, bool areChannelsFirst)
    {
        var name = $"{path}: {imagesName}";
        var images = archive[imagesName];
        var shape = images.Shape;
        if (shape.Rank is not (3 or 4) || shape.Size == 0)
            throw new InvalidDataException($"{name}: the shape is {shape}; expected [N, height, width] or [N, height, width, channels], none of them 0{Others(archive, imagesName)}.");
        var isFirst = shape.Rank == 4 && shape[1] <= MostChannels && shape[3] > MostChannels;
        if (isFirst && !areChannelsFirst)
            throw new InvalidDataException($"{name}: the shape {shape} has its channels first; expected [N, height, width, channels]; read it with channels first (--channels first), or save numpy.moveaxis({imagesName}, 1, -1).");
        if (areChannelsFirst && shape.Rank == 4 && !isFirst && shape[1] > MostChannels)
            throw new InvalidDataException($"{name}: the shape {shape} has {shape[1]} channels if channels are first; expected 1 to {MostChannels}; read it with channels last.");
        var labels = labelsName is null ? null : Labels(archive[labelsName], shape[0], $"{path}: {labelsName}");
        var example = shape.Rank == 3 ? new Shape([shape[1], shape[2], 1]) : areChannelsFirst ? new Shape([shape[2], shape[3], shape[1]]) : shape[1..];
        var channels = shape.Rank == 4 && areChannelsFirst ? shape[1] : 1;
        if (images.ElementType == "uint8") return Dataset.FromBytes(ChannelsLast(images.As<byte>(), shape[0], channels), example, labels);
        var values = ChannelsLast<float>(images.ToSingles(), shape[0], channels);
        if (images.ElementType.Contains("int", StringComparison.Ordinal) && values.Any(v => v > 1) && values.All(v => v is >= 0 and <= byte.MaxValue))
            return Dataset.FromBytes([.. values.Select(v => (byte)v)], example, labels);
        var wrong = Array.FindIndex(values, v => !(v is >= 0 and <= 1));
        if (wrong >= 0)
            throw new InvalidDataException(FormattableString.Invariant($"{name}: element {wrong + 1} is {values[wrong]} ({images.ElementType}); expected uint8, or numbers from 0 to 1; it is in image {wrong / example.Size}, counted from 0; {Cure(values[wrong])}."));
        return Dataset.FromFloats(values, example, labels);
    }

    private static string Cure(float value) => value is > 1 and <= byte.MaxValue ? "divide the pixels by 255, or save them as uint8" : "repair this image or leave it out";

    private static string Others(NpzArchive archive, string name) =>
        archive.Names.Count == 1 ? "" : $"; the archive also holds '{string.Join("', '", archive.Names.Where(n => n != name))}'";

    /// <summary>From [N, channels, pixels] to [N, pixels, channels].</summary>
    private static T[] ChannelsLast<T>(ReadOnlySpan<T> source, int count, int channels)
    {
        if (channels == 1) return source.ToArray();
        var result = new T[source.Length];
        var pixels = source.Length / count / channels;
        for (var i = 0; i < count; i++)
            for (var c = 0; c < channels; c++)
                for (var p = 0; p < pixels; p++) result[(i * pixels + p) * channels + c] = source[(i * channels + c) * pixels + p];
        return result;
    }

    private static int[] Labels(NpyArray array, int count, string name)
    {
        if (array.Shape.Size != count) throw new InvalidDataException($"{name}: the shape is {array.Shape}; expected [{count}], one for each image.");
        var labels = new int[count];
        var values = array.ToSingles();
        for (var i = 0; i < count; i++)
        {
            if (!(values[i] >= 0 && values[i] == MathF.Floor(values[i]) && values[i] < 65536))
                throw new InvalidDataException(FormattableString.Invariant($"{name}: label {i + 1} is {values[i]}; expected a class number from 0 to 65535."));
            labels[i] = (int)values[i];
        }
        return labels;
    }
}
