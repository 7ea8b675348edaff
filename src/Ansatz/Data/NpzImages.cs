using Ansatz.Formats;

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
        var training = Read(archive, path, names.Images, names.Labels, reading);
        if (names.TestImages is null) return (training, null);
        var test = Read(archive, path, names.TestImages, names.TestLabels, reading);
        if (test.ExampleShape != training.ExampleShape)
            throw new InvalidDataException($"{path}: {names.TestImages}: images of shape {test.ExampleShape}; expected {training.ExampleShape}, that of {names.Images}.");
        return (training, test);
    }

    private static Dataset Read(NpzArchive archive, string path, string imagesName, string? labelsName, ImageReading reading)
    {
        var name = $"{path}: {imagesName}";
        // What is compressed is read into memory if an array can hold it; if none can, opening it says what to do.
        var (length, isStored) = archive.Size(imagesName);
        if (length > (isStored ? reading.MostBytesInMemory : Array.MaxLength))
        {
            var file = archive.Open(imagesName);
            var large = ImageLayout.Of([file.Count, .. file.ExampleShape], reading.AreChannelsFirst, name, imagesName, Others(archive, imagesName));
            return FileImages.Of(file, large, Labels(large.Count), name, reading.Note);
        }
        var images = archive[imagesName];
        var layout = ImageLayout.Of(images.Shape.Dimensions, reading.AreChannelsFirst, name, imagesName, Others(archive, imagesName));
        return ArrayImages.Of(images, layout, Labels(layout.Count), name);

        int[]? Labels(int count) => labelsName is null ? null : NpzImages.Labels(archive[labelsName], count, $"{path}: {labelsName}");
    }

    private static string Others(NpzArchive archive, string name) =>
        archive.Names.Count == 1 ? "" : $"; the archive also holds '{string.Join("', '", archive.Names.Where(n => n != name))}'";

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
