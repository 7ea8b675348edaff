using System.Buffers;
using System.Runtime.InteropServices;
using Ansatz.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Ansatz.Formats;

/// <summary>
/// An array that stays in its file, for data larger than memory: a .npy file, a stored member of an .npz archive, or a plain IDX file. An example is one place of the first dimension;
/// it is read when it is requested. Several threads may read at the same time.
/// </summary>
/// <remarks>
/// Examples are read at positions of the file, which is not mapped into memory. Pages of a mapped file would count as the process's own memory. If a mapped file were cut off while it is read,
/// the process would end without a message. The checksum of an archive's member is not compared, because it takes a pass over the whole file.
/// </remarks>
/// <example><code>
/// using var images = ArrayFile.Open("images.npy");
/// var first = new float[images.ExampleShape.Size];
/// images.CopyTo(0, first);
/// </code></example>
public sealed class ArrayFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly string name;
    private readonly NpyType type;
    private readonly bool isBigEndian;
    private readonly long begin;
    private readonly int exampleLength;

    /// <param name="file">Read from; closed with this.</param>
    /// <param name="name">What messages call the array.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="isBigEndian">Their order of bytes.</param>
    /// <param name="dimensions">The first one counts the examples.</param>
    /// <param name="begin">The position of the first element.</param>
    /// <exception cref="InvalidDataException">The array has no dimension, or too large ones.</exception>
    internal ArrayFile(SafeFileHandle file, string name, NpyType type, bool isBigEndian, ReadOnlySpan<long> dimensions, long begin)
    {
        if (dimensions.Length is 0 or > Shape.MostDimensions || Largest(dimensions) > int.MaxValue || Product(dimensions[1..]) > int.MaxValue / 8)
            throw new InvalidDataException($"{name}: the shape is [{string.Join(", ", dimensions.ToArray())}]; expected [count, …] with up to {int.MaxValue} examples of up to {int.MaxValue / 8} elements each.");
        (this.file, this.name, this.type, this.isBigEndian, this.begin) = (file, name, type, isBigEndian, begin);
        Count = (int)dimensions[0];
        ExampleShape = new Shape([.. dimensions[1..].ToArray().Select(d => (int)d)]);
        exampleLength = ExampleShape.Size;
    }

    /// <summary>The first dimension.</summary>
    public int Count { get; }

    /// <summary>The other dimensions.</summary>
    public Shape ExampleShape { get; }

    /// <summary>NumPy's name of the element type: bool, int8 to int64, uint8 to uint64, float16, float32 or float64.</summary>
    public string ElementType => type.Name;

    /// <summary>Bytes of all elements.</summary>
    internal long ByteCount => (long)Count * exampleLength * type.Size;

    /// <summary>Opens a .npy file or a plain IDX file, which their first bytes tell apart. <see cref="NpzArchive.Open"/> opens an array of an archive.</summary>
    /// <exception cref="InvalidDataException">The file is cut off, damaged or of another kind, or in Fortran order; the message names the file, what was found and what was expected.</exception>
    public static ArrayFile Open(string path)
    {
        using var stream = InputFile.Open(path);
        var isNpy = stream.ReadByte() == NpyHeader.FirstByte;
        stream.Position = 0;
        return isNpy ? OfNpy(stream, path, stream.Length, path) : Idx.Open(stream, path);
    }

    /// <summary>Copies one example, or several that follow each other, as numbers; each is rounded to the nearest float, true is 1.</summary>
    /// <param name="position">The first example, from 0.</param>
    /// <param name="destination">As long as one example or as several.</param>
    /// <exception cref="InvalidDataException">The file has become shorter, or cannot be read.</exception>
    public void CopyTo(int position, Span<float> destination)
    {
        if (type.Type == typeof(float))
        {
            Read(position, MemoryMarshal.AsBytes(destination));
            return;
        }
        var rented = ArrayPool<byte>.Shared.Rent(destination.Length * type.Size);
        var bytes = rented.AsSpan(0, destination.Length * type.Size);
        Read(position, bytes);
        NpyElements.ToSingles(type, bytes, destination);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Copies the bytes of one example, or of several that follow each other, in the processor's order.</summary>
    internal void Read(int position, Span<byte> bytes)
    {
        if (position < 0 || bytes.Length % Math.Max(1, exampleLength * type.Size) != 0 || position + bytes.Length / Math.Max(1, exampleLength * type.Size) > Count)
            throw new ArgumentOutOfRangeException(nameof(position), $"{name}: {bytes.Length} bytes from example {position} on are no examples among its {Count}.");
        var from = begin + (long)position * exampleLength * type.Size;
        var rest = bytes;
        try
        {
            while (rest.Length > 0)
            {
                var count = RandomAccess.Read(file, rest, from);
                if (count == 0) throw new InvalidDataException($"{name}: the file ends within example {position}; it was whole when it was opened; leave it unchanged while it is read.");
                rest = rest[count..];
                from += count;
            }
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            throw new InvalidDataException($"{name}: example {position} cannot be read: {e.Message}", e);
        }
        NpyElements.Normalize(type, isBigEndian, bytes);
    }

    public void Dispose() => file.Dispose();

    /// <summary>The array of a .npy stream.</summary>
    /// <param name="stream">The file, at its magic word.</param>
    /// <param name="path">The file, which is opened anew.</param>
    /// <param name="length">The bytes from the magic word on.</param>
    /// <param name="name">What messages call the array.</param>
    internal static ArrayFile OfNpy(FileStream stream, string path, long length, string name)
    {
        var header = NpyHeader.Read(stream, name, out var headerBytes);
        header.Require(length - headerBytes.Length, name);
        if (header.IsFortranOrder && header.Dimensions.Length > 1)
            throw new InvalidDataException($"{name}: the array is in Fortran order, in which the numbers of an example lie far apart; expected C order; save numpy.ascontiguousarray of it.");
        return Of(path, name, header.Type, header.IsBigEndian, header.Dimensions, stream.Position);
    }

    /// <summary>Opens the file anew, and closes it if the array is refused.</summary>
    internal static ArrayFile Of(string path, string name, NpyType type, bool isBigEndian, ReadOnlySpan<long> dimensions, long begin)
    {
        var handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new ArrayFile(handle, name, type, isBigEndian, dimensions, begin);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static long Largest(ReadOnlySpan<long> dimensions)
    {
        var largest = 0L;
        foreach (var d in dimensions) largest = Math.Max(largest, d);
        return largest;
    }

    private static long Product(ReadOnlySpan<long> dimensions)
    {
        var product = 1L;
        foreach (var d in dimensions) product = Math.Min(product * d, 1L << 31);
        return product;
    }
}
