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
    public NpyWriter<T> Begin<T>(string name, Shape shape) where T : unmanaged => Begin<T>(name, [.. shape.Select(d => (long)d)], CompressionLevel.Fastest);

    /// <summary>Starts an array of examples, which may be larger than memory.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <param name="name">The name of the array.</param>
    /// <param name="count">Examples: the first dimension.</param>
    /// <param name="example">The shape of one example: the other dimensions.</param>
    /// <param name="isStored">Whether the array is not compressed, so that <see cref="NpzArchive.Open"/> can read it example by example.</param>
    public NpyWriter<T> Begin<T>(string name, int count, Shape example, bool isStored) where T : unmanaged =>
        Begin<T>(name, [count, .. example.Select(d => (long)d)], isStored ? CompressionLevel.NoCompression : CompressionLevel.Fastest);

    private NpyWriter<T> Begin<T>(string name, long[] dimensions, CompressionLevel level) where T : unmanaged
    {
        RequireComplete();
        var entry = archive.CreateEntry(name + ".npy", level);
        entry.LastWriteTime = Epoch;
        var writer = new NpyWriter<T>(entry.Open(), $"{path}: {name}", dimensions);
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

    /// <summary>Adds images as one array of bytes, [count, height, width, channels].</summary>
    /// <param name="images">One or more, all of one size.</param>
    public void Add(string name, IReadOnlyList<Image> images)
    {
        if (images.Count == 0) throw new ArgumentException($"{path}: {name}: no images; expected one or more.", nameof(images));
        using var writer = Begin<byte>(name, [images.Count, images[0].Height, images[0].Width, images[0].Channels]);
        foreach (var image in images)
        {
            if (image.Pixels.Length != images[0].Pixels.Length || image.Width != images[0].Width)
                throw new ArgumentException($"{path}: {name}: an image of {image.Width} × {image.Height} × {image.Channels} among others of {images[0].Width} × {images[0].Height} × {images[0].Channels}; all must be alike.", nameof(images));
            writer.Append(image.Pixels);
        }
    }

    internal void RequireComplete() => requireComplete?.Invoke();
}
