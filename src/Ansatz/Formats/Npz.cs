using System.IO.Compression;

namespace Ansatz.Formats;

/// <summary>NumPy's archive of named arrays (.npz): a zip file of .npy members, as <c>numpy.savez</c> and <c>numpy.load</c> know it.</summary>
public static class Npz
{
    /// <summary>Writes an archive; equal arrays give equal bytes under one version of .NET.</summary>
    /// <param name="path">The file, replaced when all arrays are written.</param>
    /// <param name="write">Writes the arrays, one after the other.</param>
    public static void Write(string path, Action<NpzWriter> write) =>
        AtomicFile.Write(path, stream => WriteFromStart(stream, write, path));

    /// <summary>Writes an archive to a stream, which stays open and need not seek. If <paramref name="write"/> fails, the stream holds a part of the archive.</summary>
    /// <param name="stream">Where the archive goes, from its position on.</param>
    /// <param name="write">Writes the arrays, one after the other.</param>
    public static void Write(Stream stream, Action<NpzWriter> write)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || stream.Position == 0)
        {
            WriteFromStart(stream, write, nameof(Npz));
            return;
        }
        // Positions in a zip file count from its first byte, but .NET writes positions in the stream.
        using var whole = new MemoryStream();
        WriteFromStart(whole, write, nameof(Npz));
        whole.WriteTo(stream);
    }

    /// <summary>Reads an archive's directory. An array, stored or deflated, is read when it is requested.</summary>
    /// <exception cref="InvalidDataException">The file is no whole zip file; the message names it, what was found and what was expected.</exception>
    public static NpzArchive Read(string path) => new(path, () => InputFile.Open(path));

    /// <summary>Copies an archive from a stream's position to its end into memory, at most 2 GB, and reads its directory. The stream may be closed afterwards.</summary>
    /// <param name="stream">The bytes of a file; the stream need not seek.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The bytes are no whole zip file; the message names the stream, what was found and what was expected.</exception>
    public static NpzArchive Read(Stream stream, string name = "NPZ")
    {
        using var copy = StreamRest.Copy(stream, name);
        var (bytes, length) = (copy.GetBuffer(), (int)copy.Length);
        return new NpzArchive(name, () => new MemoryStream(bytes, 0, length, writable: false));
    }

    private static void WriteFromStart(Stream stream, Action<NpzWriter> write, string name)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var writer = new NpzWriter(archive, name);
        write(writer);
        writer.RequireComplete();
    }
}
