using System.IO.Compression;

namespace Ansatz.Formats;

/// <summary>NumPy's archive of named arrays (.npz): a zip file of .npy members, as <c>numpy.savez</c> and <c>numpy.load</c> know it.</summary>
public static class Npz
{
    private const string Extension = ".npy";

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

    /// <summary>Reads all arrays of an archive, stored or compressed.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or uses what is not supported; the message names the file, what was found and what was expected.</exception>
    public static NpzArchive Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var archive = Open(stream, path);
        var arrays = new SortedDictionary<string, NpyArray>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (!arrays.TryAdd(name, Read(entry, $"{path}: {name}"))) throw new InvalidDataException($"{path}: two arrays are named '{name}'; save it again.");
        }
        return new NpzArchive(path, arrays);
    }

    private static ZipArchive Open(Stream stream, string path)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = archive.Entries;
            RequireEnd(stream, archive.Comment.Length, path);
            return archive;
        }
        catch (Exception e) when (IsZipFault(e) && !e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: not a whole .npz (zip) file of {stream.Length} bytes; get it again, or save it with numpy.savez.", e);
        }
    }

    private static NpyArray Read(ZipArchiveEntry entry, string name)
    {
        try
        {
            if (!Inflate.CanHold(entry.CompressedLength, entry.Length))
                throw new InvalidDataException($"{name}: {entry.CompressedLength} compressed bytes cannot hold {entry.Length}; get the file again.");
            using var content = entry.Open();
            return NpyArray.Read(content, entry.Length, entry.Crc32, name);
        }
        catch (Exception e) when (IsZipFault(e) && !e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the member is damaged or cut off; get the file again.", e);
        }
    }

    // ZipArchive looks for the record that ends an archive from the back, and passes over whatever follows it.
    private static void RequireEnd(Stream stream, int commentLength, string path)
    {
        const int EndLength = 22;
        Span<byte> end = stackalloc byte[4];
        stream.Position = Math.Max(0, stream.Length - EndLength - commentLength);
        stream.ReadExactly(end);
        if (!end.SequenceEqual("PK\u0005\u0006"u8)) throw new InvalidDataException($"{path}: goes on after the end of the archive; expected nothing there; get the file again.");
    }

    // What ZipArchive throws on bytes that are no zip file, by trial over truncated and altered files.
    private static bool IsZipFault(Exception e) =>
        e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException;
}
