namespace Ansatz.Data;

/// <summary>A folder with the pictures in it and below it. Hidden files are ignored; other files that are no pictures are listed.</summary>
internal sealed class PictureTree
{
    private PictureTree(string name, IReadOnlyList<string> files, IReadOnlyList<PictureTree> folders, IReadOnlyList<string> others) =>
        (Name, Files, Folders, this.others) = (name, files, folders, others);

    private readonly IReadOnlyList<string> others;

    /// <summary>Relative to the folder that was read; empty for that folder itself.</summary>
    public string Name { get; }

    /// <summary>The pictures that lie in the folder itself, relative to the folder that was read, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The folders in it, in ordinal order.</summary>
    public IReadOnlyList<PictureTree> Folders { get; }

    /// <summary>The pictures in the folder and below it, in ordinal order of their paths.</summary>
    public IEnumerable<string> AllFiles => Files.Concat(Folders.SelectMany(f => f.AllFiles)).Order(StringComparer.Ordinal);

    /// <summary>The files in the folder and below it that are no pictures.</summary>
    public IEnumerable<string> AllOthers => others.Concat(Folders.SelectMany(f => f.AllOthers)).Order(StringComparer.Ordinal);

    public bool HasPictures => Files.Count > 0 || Folders.Any(f => f.HasPictures);

    /// <param name="folder">The folder.</param>
    /// <param name="isPicture">Whether a file of this name is a picture.</param>
    /// <exception cref="InvalidDataException">A link leads back to a folder above it.</exception>
    public static PictureTree Read(string folder, Func<string, bool> isPicture) => Read(folder, "", isPicture, []);

    /// <param name="root">The folder that is read.</param>
    /// <param name="name">The folder in it to list, relative to it.</param>
    /// <param name="isPicture">Whether a file of this name is a picture.</param>
    /// <param name="above">The folders above, links resolved.</param>
    private static PictureTree Read(string root, string name, Func<string, bool> isPicture, IReadOnlyList<string> above)
    {
        var path = Path.Combine(root, name);
        var real = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? (above.Count == 0 ? Path.GetFullPath(path) : Path.Combine(above[^1], Path.GetFileName(name)));
        if (above.Contains(real)) throw new InvalidDataException($"{path}: a link that leads back to {real}, which it lies in; remove the link.");
        string Relative(string entry) => name.Length == 0 ? Path.GetFileName(entry) : $"{name}/{Path.GetFileName(entry)}";
        string[] files = [.. Directory.EnumerateFiles(path).Where(IsVisible).Select(Relative).Order(StringComparer.Ordinal)];
        string[] folders = [.. Directory.EnumerateDirectories(path).Where(IsVisible).Select(Relative).Order(StringComparer.Ordinal)];
        return new PictureTree(name, [.. files.Where(isPicture)], [.. folders.Select(f => Read(root, f, isPicture, [.. above, real]))], [.. files.Where(f => !isPicture(f))]);
    }

    /// <summary>Systems and programs use such names for their own files: .DS_Store, ._photo.png, .ipynb_checkpoints, __MACOSX.</summary>
    private static bool IsVisible(string path) => Path.GetFileName(path) is var name && name[0] != '.' && name != "__MACOSX";
}
