using System.Formats.Tar;

namespace Ansatz.Studies.Datasets;

/// <summary>Archives of files, .tar.gz or .tgz.</summary>
internal static class Archive
{
    /// <summary>Unpacks an archive into a folder; nothing is written outside it.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    public static void Unpack(string archive, string folder)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(stream, folder, overwriteFiles: true);
        }
        catch (InvalidDataException e)
        {
            throw new IOException($"{Path.GetFileName(archive)} is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }
}
