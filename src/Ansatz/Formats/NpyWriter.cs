using System.Runtime.InteropServices;

namespace Ansatz.Formats;

/// <summary>Writes one array in C order, piece by piece.</summary>
/// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
public sealed class NpyWriter<T> : IDisposable where T : unmanaged
{
    private readonly Stream stream;
    private readonly string name;
    private readonly long length;
    private long written;

    internal NpyWriter(Stream stream, string name, params long[] dimensions)
    {
        (this.stream, this.name) = (stream, name);
        var header = new NpyHeader(NpyType.Of<T>(), IsBigEndian: false, IsFortranOrder: false, dimensions);
        length = header.DataByteCount;
        stream.Write(header.Encode());
    }

    /// <summary>Writes the next elements.</summary>
    /// <exception cref="ArgumentException">They are more than the shape has.</exception>
    public void Append(ReadOnlySpan<T> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        written += bytes.Length;
        if (written > length) throw new ArgumentException($"{name}: {written} bytes written; its shape has {length}.", nameof(values));
        stream.Write(bytes);
    }

    /// <summary>Ends the array.</summary>
    public void Dispose() => stream.Dispose();

    // This is not in Dispose: after another failure, it would hide that one.
    /// <param name="source">The parameter of the public method that wrote too little.</param>
    internal void RequireComplete(string source)
    {
        if (written < length) throw new ArgumentException($"{name}: {written} bytes written; its shape has {length}.", source);
    }
}
