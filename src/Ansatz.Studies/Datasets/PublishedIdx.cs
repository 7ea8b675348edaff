namespace Ansatz.Studies.Datasets;

/// <summary>Data sets that are published as IDX files, plain or compressed, somewhere in a folder.</summary>
internal static class PublishedIdx
{
    private const string Pattern = "*-idx?-ubyte";

    /// <summary>Copies the files of such names, uncompressed, from a folder and its subfolders.</summary>
    public static void Unpack(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, Pattern, SearchOption.AllDirectories)) File.Copy(path, Path.Combine(to, Path.GetFileName(path)), overwrite: true);
        foreach (var path in Directory.EnumerateFiles(from, Pattern + ".gz", SearchOption.AllDirectories))
        {
            using var content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var file = File.Create(Path.Combine(to, Path.GetFileNameWithoutExtension(path)));
            content.CopyTo(file);
        }
    }
}
