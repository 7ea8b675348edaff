using System.IO.Compression;

namespace Ansatz.Formats;

/// <summary>NumPy's archive of named arrays (.npz): a zip file of .npy members, as <c>numpy.savez</c> and <c>numpy.load</c> know it.</summary>
public static class Npz
{
    /// <summary>Writes an archive; equal arrays give equal bytes under one version of .NET.</summary>
    /// <param name="path">The file, replaced when all arrays are written.</param>
    /// <param name="write">Writes the arrays, one after the other.</param>
    public static void Write(string path, Action<NpzWriter> write) =>
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var writer = new NpzWriter(archive, path);
            write(writer);
            writer.RequireComplete();
        });

    /// <summary>Reads an archive's directory. An array is read, stored or deflated, when it is asked for.</summary>
    /// <exception cref="InvalidDataException">The file is no whole zip file; the message names it, what was found and what was expected.</exception>
    public static NpzArchive Read(string path)
    {
        using var stream = InputFile.Open(path);
        return new NpzArchive(path, ZipDirectory.Read(stream, path));
    }
}
