namespace Ansatz.Data;

/// <summary>Images from wherever a person keeps them: a folder of IDX files or of pictures, or an .npz archive.</summary>
public static class ImageData
{
    /// <param name="path">The folder or the archive.</param>
    /// <param name="reading">How to find and read the images; null is the default.</param>
    /// <returns>The test set is null where the source has none of its own.</returns>
    /// <exception cref="InvalidDataException">There is nothing to read, or it is damaged; the message names the file, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string path, ImageReading? reading = null)
    {
        var isFolder = Directory.Exists(path);
        if (isFolder && reading is { Array: { } array }) throw new InvalidDataException($"{path}: a folder has no array '{array}'; expected an .npz archive, or no name of an array.");
        if (isFolder) return IdxFolder.IsOne(path) ? IdxFolder.Read(path) : ImageFolder.Read(path, reading);
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such file or folder; expected an .npz archive, or a folder of IDX files or of PNG images.");
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)) return NpzImages.Read(path, reading);
        throw new InvalidDataException($"{path}: found a file that is no .npz archive; expected one, or a folder of IDX files or of PNG images.");
    }
}
