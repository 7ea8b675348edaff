namespace Ansatz.Formats;

/// <summary>
/// Writes a file completely or not at all. It writes a temporary file in the same folder, flushes it to the disk, renames it over the old file, and flushes
/// the folder. A reader sees the old content or the new, also after a crash. The temporary file is always a new one, so no link is followed.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Replaces <paramref name="path"/> with what <paramref name="write"/> writes; if that fails, the old file stays.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);   // left by a crash
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
