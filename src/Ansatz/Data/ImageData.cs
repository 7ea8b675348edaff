namespace Ansatz.Data;

/// <summary>Images from wherever a person keeps them: a folder of IDX files or of PNG images, or an .npz archive.</summary>
public static class ImageData
{
    /// <param name="path">The folder or the archive.</param>
    /// <returns>The test set is null where the source has none of its own.</returns>
    /// <exception cref="InvalidDataException">There is nothing to read, or it is damaged; the message names the file, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string path)
    {
        if (Directory.Exists(path)) return IdxFolder.IsOne(path) ? IdxFolder.Read(path) : (PngFolder.Read(path), null);
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such file or folder; expected an .npz archive, or a folder of IDX files or of PNG images.");
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)) return NpzImages.Read(path);
        throw new InvalidDataException($"{path}: found a file that is no .npz archive; expected one, or a folder of IDX files or of PNG images.");
    }
}
