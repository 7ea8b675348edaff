namespace Ansatz.Studies.Runs;

/// <summary>The rules for a file that a command makes.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure that the file can be written and that nothing is lost by it.</summary>
    /// <exception cref="IOException">The file exists and <paramref name="force"/> is not set, or it cannot be written.</exception>
    public static void Claim(string path, bool force)
    {
        if (Directory.Exists(path)) throw new IOException($"{path}: is a folder; name a file in it");
        if (File.Exists(path) && !force) throw new IOException($"{path}: exists already; add --force to replace it, or name another file");
        Writable.Require(Path.GetDirectoryName(Path.GetFullPath(path))!, path);
    }
}
