namespace Ansatz.Data;

/// <summary>The pictures of a folder and the class of each: the folder in which it lies.</summary>
/// <param name="Files">Relative to the folder that was read.</param>
/// <param name="Classes">The class of each file; null if the pictures lie in the folder itself.</param>
internal sealed record ClassFolders(IReadOnlyList<string> Files, IReadOnlyList<string>? Classes)
{
    /// <summary>The classes that have pictures, in ordinal order.</summary>
    public IEnumerable<string> ClassNames => Classes is null ? [] : Classes.Distinct().Order(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">Pictures lie both in the folder and in subfolders.</exception>
    public static ClassFolders Of(PictureTree tree, string folder)
    {
        PictureTree[] subfolders = [.. tree.Folders.Where(f => f.HasPictures)];
        if (subfolders.Length == 0) return new ClassFolders(tree.Files, null);
        if (tree.Files.Count > 0)
            throw new InvalidDataException($"{Path.Combine(folder, tree.Name)}: holds images such as {Path.GetFileName(tree.Files[0])} beside subfolders of images such as {Path.GetFileName(subfolders[0].Name)}; expected one or the other.");
        return new ClassFolders([.. subfolders.SelectMany(f => f.AllFiles)], [.. subfolders.SelectMany(f => Enumerable.Repeat(Path.GetFileName(f.Name), f.AllFiles.Count()))]);
    }
}
