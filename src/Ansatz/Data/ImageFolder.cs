namespace Ansatz.Data;

/// <summary>
/// The images of a folder, in ordinal order of their names. If the images lie in subfolders, each subfolder is a class, together with all folders in it.
/// Subfolders named train, test and val (training, testing, valid, validation) are parts of the data: each holds images or class folders.
/// </summary>
/// <remarks>
/// Gray images have one channel; if any image is coloured, all have three. Names that begin with a dot and <c>__MACOSX</c> are passed over. Other files that
/// are no pictures are passed over and counted. Upper and lower case make no difference in an extension or in the name of a part.
/// </remarks>
public static class ImageFolder
{
    /// <param name="folder">It holds images of one size, or subfolders that do.</param>
    /// <param name="reading">How to read them.</param>
    /// <returns>The test set comes from a subfolder test, else from val; it is null without both. Its classes are numbered as those of the training set.</returns>
    /// <exception cref="InvalidDataException">There are no images, one is damaged, or their sizes differ; the message names the file, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string folder, ImageReading? reading = null)
    {
        reading ??= new ImageReading();
        var tree = PictureTree.Read(folder, name => Pictures.IsPicture(name) || reading.Pictures.HasExtension(name));
        if (!tree.HasPictures)
            throw new InvalidDataException($"{folder}: found no .png file in it or in its subfolders{(tree.AllOthers.FirstOrDefault() is { } other ? $", but {other}" : "")}; expected {reading.Pictures.Kinds} images of one size.");
        var parts = FolderParts.Of(tree, folder);
        var training = ClassFolders.Of(parts.Training, folder);
        var test = parts.Test is null ? null : ClassFolders.Of(parts.Test, folder);
        string[] classes = [.. training.ClassNames.Union(test?.ClassNames ?? [])];
        var images = Pictures.Read(folder, [.. training.Files, .. test?.Files ?? []], reading);
        if (PassedOver.Describe(tree, parts) is { } passed) reading.Note?.Invoke($"{folder}: {passed}");
        return (Part(images, 0, training, classes), test is null ? null : Part(images, training.Files.Count, test, classes));
    }

    private static Dataset Part(Dataset images, int start, ClassFolders part, string[] classes)
    {
        var own = images.Slice(start, part.Files.Count);
        return part.Classes is null ? own : own.WithLabels([.. part.Classes.Select(c => Array.IndexOf(classes, c))]).WithClassNames(classes);
    }
}
