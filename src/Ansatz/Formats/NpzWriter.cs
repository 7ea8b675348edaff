using System.IO.Compression;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>Adds arrays to an .npz archive that <see cref="Npz"/> has opened.</summary>
public sealed class NpzWriter
{
    // The zip format's earliest date: a fixed one, so that equal arrays give equal bytes.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive archive;
    private readonly string path;
    private Action? requireComplete;

    internal NpzWriter(ZipArchive archive, string path) => (this.archive, this.path) = (archive, path);

    /// <summary>Adds an array.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <param name="values">The elements in C order, as many as the shape has.</param>
    public void Add<T>(string name, Shape shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        using var writer = Begin<T>(name, shape);
        writer.Append(values);
    }

    /// <summary>Starts an array that is written piece by piece; dispose it before the next.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    public NpyWriter<T> Begin<T>(string name, Shape shape) where T : unmanaged
    {
        RequireComplete();
        var entry = archive.CreateEntry(name + ".npy", CompressionLevel.Fastest);
        entry.LastWriteTime = Epoch;
        var writer = new NpyWriter<T>(entry.Open(), $"{path}: {name}", shape);
        requireComplete = () => writer.RequireComplete("write");
        return writer;
    }

    /// <summary>Adds texts, as NumPy's array of the type <c>&lt;U</c>.</summary>
    public void Add(string name, IReadOnlyList<string> texts)
    {
        RequireComplete();
        var entry = archive.CreateEntry(name + ".npy", CompressionLevel.Fastest);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        stream.Write(NpyText.Encode(texts));
    }

    internal void RequireComplete() => requireComplete?.Invoke();
}
