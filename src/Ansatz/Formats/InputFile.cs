namespace Ansatz.Formats;

/// <summary>Opens files for reading. Only regular files are accepted, because a pipe may block for ever and a device has no end.</summary>
public static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">The path is a folder, a device, a pipe or a socket.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new InvalidDataException($"{path}: is a folder; expected a file.");
        if (Posix.KindOf(path) is { } kind) throw new InvalidDataException($"{path}: is {kind}; expected a file; copy the content into one.");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file; look at its spelling and at the folder.", path);
        return File.OpenRead(path);
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InvalidDataException">The path is not that of a file, or the file is too large for an array.</exception>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        if (file.Length > Array.MaxLength) throw new InvalidDataException($"{path}: {file.Length} bytes; expected at most {Array.MaxLength}.");
        var bytes = new byte[file.Length];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count == bytes.Length ? bytes : throw new InvalidDataException($"{path}: the file ended after {count} of its {bytes.Length} bytes; it is being written; try again.");
    }
}
