using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>
/// The four IDX files of a data set in one folder, under the names that MNIST gave them: train-images-idx3-ubyte, train-labels-idx1-ubyte, and the same with
/// t10k for the test set; idx4 for coloured images. Each is plain or ends in .gz.
/// </summary>
public static class IdxFolder
{
    /// <summary>Whether the folder holds training images under such a name, or would if that were a file.</summary>
    public static bool IsOne(string folder) => FindImages(folder, "train") is not null;

    /// <param name="folder">Where the files are.</param>
    /// <param name="classCount">How many classes the labels may name; left out, the test set's may name those of the training set.</param>
    /// <exception cref="InvalidDataException">A file is missing, damaged or does not fit the others; the message names it, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset Test) Read(string folder, int? classCount = null)
    {
        var training = Read(folder, "train", classCount);
        var test = Read(folder, "t10k", classCount ?? training.ClassCount);
        if (test.ExampleShape != training.ExampleShape)
            throw new InvalidDataException($"{folder}: the test images have the shape {test.ExampleShape}; expected {training.ExampleShape}, that of the training images.");
        return (training, test);
    }

    private static Dataset Read(string folder, string part, int? classCount)
    {
        var images = FindImages(folder, part) ?? throw Missing(folder, $"{part}-images-idx3-ubyte");
        var labels = Find(folder, $"{part}-labels-idx1-ubyte") ?? throw Missing(folder, $"{part}-labels-idx1-ubyte");
        var (shape, pixels) = Idx.ReadImages(images);
        int[] classes = [.. Idx.ReadLabels(labels)];
        if (shape.Size == 0) throw new InvalidDataException($"{images}: it holds no images; expected one or more.");
        if (classes.Length != shape[0]) throw new InvalidDataException($"{labels}: {classes.Length} labels for {shape[0]} images; get both files again.");
        var wrong = Array.FindIndex(classes, c => c >= classCount);
        if (wrong >= 0) throw new InvalidDataException($"{labels}: label {wrong + 1} is {classes[wrong]}; expected 0 to {classCount - 1}.");
        return Dataset.FromBytes(pixels, shape.Rank == 3 ? [.. shape[1..], 1] : shape[1..], classes);
    }

    private static string? FindImages(string folder, string part) => Find(folder, $"{part}-images-idx3-ubyte") ?? Find(folder, $"{part}-images-idx4-ubyte");

    private static string? Find(string folder, string name) =>
        new[] { name, name + ".gz" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(Path.Exists) is not { } path ? null
        : File.Exists(path) ? path : throw new InvalidDataException($"{path}: is a folder; expected the IDX file of this name, which may lie in it: move it up.");

    private static InvalidDataException Missing(string folder, string name) => new($"{folder}: no {name} in it, plain or .gz; expected the four IDX files of a data set.");
}
