namespace Ansatz.Formats;

/// <summary>
/// Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed over it, and the folder is flushed.
/// Whoever reads the path sees the old content or the new, also after a crash. The temporary file is always a new one, so no link is followed.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Replaces <paramref name="path"/> with what <paramref name="write"/> writes; when that fails the old file stays.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);   // what a crash left behind
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
                Posix.Flush(stream.SafeFileHandle, temporary);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
