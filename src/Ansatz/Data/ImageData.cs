namespace Ansatz.Data;

/// <summary>
/// Images from wherever a person keeps them: a folder of IDX files or of pictures, an .npz archive, or a file of one array (.npy or IDX). Images that are too large for memory stay in their file:
/// <see cref="ImageReading.MostBytesInMemory"/>.
/// </summary>
public static class ImageData
{
    /// <param name="path">The folder or the file.</param>
    /// <param name="reading">How to find and read the images; null is the default.</param>
    /// <returns>The test set is null where the source has none of its own.</returns>
    /// <exception cref="InvalidDataException">There is nothing to read, or it is damaged; the message names the file, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string path, ImageReading? reading = null)
    {
        var isFolder = Directory.Exists(path);
        if (isFolder && reading is { Array: { } array }) throw new InvalidDataException($"{path}: a folder has no array '{array}'; expected an .npz archive, or no name of an array.");
        if (isFolder) return IdxFolder.IsOne(path) ? IdxFolder.Read(path, null, reading) : ImageFolder.Read(path, reading);
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such file or folder; expected an .npz, .npy or IDX file, or a folder of IDX files or of PNG or JPEG images.");
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)) return NpzImages.Read(path, reading);
        if (reading is { Array: { } one }) throw new InvalidDataException($"{path}: a file that is no .npz archive has no array '{one}'; expected an archive, or no name of an array.");
        if (ArrayFileImages.IsOne(path)) return (ArrayFileImages.Read(path, reading ?? new ImageReading()), null);
        throw new InvalidDataException($"{path}: found a file that is no .npz archive and no .npy or IDX file; expected one of them, or a folder of IDX files or of PNG or JPEG images.");
    }
}
