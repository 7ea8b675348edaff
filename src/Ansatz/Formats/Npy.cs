using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>NumPy's file of one array (.npy), as <c>numpy.save</c> and <c>numpy.load</c> know it.</summary>
public static class Npy
{
    /// <summary>Writes an array.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <param name="values">The elements in C order, as many as the shape has.</param>
    public static void Write<T>(string path, Shape shape, ReadOnlyMemory<T> values) where T : unmanaged =>
        AtomicFile.Write(path, stream =>
        {
            var writer = new NpyWriter<T>(stream, path, [.. shape.Select(d => (long)d)]);
            writer.Append(values.Span);
            writer.RequireComplete(nameof(values));
        });

    /// <summary>Writes an array of examples part by part, which may be larger than memory.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <param name="path">The file, replaced when all examples are written.</param>
    /// <param name="count">Examples: the first dimension.</param>
    /// <param name="example">The shape of one example: the other dimensions.</param>
    /// <param name="write">Appends all elements.</param>
    public static void Write<T>(string path, int count, Shape example, Action<NpyWriter<T>> write) where T : unmanaged =>
        AtomicFile.Write(path, stream =>
        {
            var writer = new NpyWriter<T>(stream, path, [count, .. example.Select(d => (long)d)]);
            write(writer);
            writer.RequireComplete(nameof(write));
        });

    /// <summary>Reads an array; Fortran order is turned into C order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or uses what is not supported; the message names the file, what was found and what was expected.</exception>
    public static NpyArray Read(string path)
    {
        using var stream = InputFile.Open(path);
        return NpyArray.Read(stream, stream.Length, checksum: null, path);
    }
}
