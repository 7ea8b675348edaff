using System.Runtime.InteropServices;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>An array read from a .npy file, a member of an .npz file or an IDX file: elements in C order, the last dimension varying fastest.</summary>
public sealed class NpyArray
{
    private readonly string name;
    private readonly NpyType type;
    private readonly byte[] bytes;

    private NpyArray(string name, NpyType type, Shape shape, byte[] bytes) => (this.name, this.type, Shape, this.bytes) = (name, type, shape, bytes);

    public Shape Shape { get; }

    /// <summary>NumPy's name of the element type: bool, int8 to int64, uint8 to uint64, float16, float32 or float64.</summary>
    public string ElementType => type.Name;

    /// <summary>The bytes of all elements, not copied.</summary>
    internal byte[] Bytes => bytes;

    /// <summary>The elements, which must be of type <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidDataException">They are of another type.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        if (type.Type != typeof(T)) throw new InvalidDataException($"{name}: the elements are {type.Name}; expected {NpyType.Of<T>().Name}.");
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>The elements of any type as numbers, each rounded to the nearest float; true is 1.</summary>
    public float[] ToSingles()
    {
        var singles = new float[Shape.Size];
        NpyElements.ToSingles(type, bytes, singles);
        return singles;
    }

    /// <summary>Returns the array if it has the expected dimensions: their number, and the length of each that is not given as −1.</summary>
    /// <param name="expected">One length per dimension; −1 accepts any.</param>
    /// <exception cref="InvalidDataException">The shape is another.</exception>
    public NpyArray Require(params ReadOnlySpan<int> expected)
    {
        var matches = Shape.Rank == expected.Length;
        for (var i = 0; matches && i < expected.Length; i++) matches = expected[i] < 0 || Shape[i] == expected[i];
        if (matches) return this;
        var wanted = string.Join(", ", expected.ToArray().Select(d => d < 0 ? "any" : d.ToString()));
        throw new InvalidDataException($"{name}: the shape is {Shape}; expected [{wanted}].");
    }

    /// <summary>Reads a whole .npy stream.</summary>
    /// <param name="stream">At the magic word.</param>
    /// <param name="length">The bytes the stream says it has, header included.</param>
    /// <param name="checksum">The CRC-32 of those bytes, or null if the file has none.</param>
    /// <param name="name">What messages call it.</param>
    internal static NpyArray Read(Stream stream, long length, uint? checksum, string name)
    {
        var header = NpyHeader.Read(stream, name, out var headerBytes);
        var expected = header.Require(length - headerBytes.Length, name);
        var dimensions = string.Join(", ", header.Dimensions);
        if (expected > Array.MaxLength) throw new InvalidDataException($"{name}: {expected} bytes of data; at most {Array.MaxLength} fit an array; split the file.");
        if (header.Dimensions.Any(d => d > int.MaxValue)) throw new InvalidDataException($"{name}: shape [{dimensions}]; expected dimensions up to {int.MaxValue}.");
        if (header.Dimensions.Length > Shape.MostDimensions) throw new InvalidDataException($"{name}: {header.Dimensions.Length} dimensions; expected at most {Shape.MostDimensions}.");
        var data = new byte[expected];
        Inflate.ReadAll(stream, data, name);
        var sum = Crc32.Of(data, Crc32.Of(headerBytes));
        if (checksum is not null && checksum != sum) throw new InvalidDataException($"{name}: the content's checksum is {sum:x8}; expected {checksum:x8}; get the file again.");
        if (header.IsFortranOrder) data = Transpose(data, header);
        return Of(name, header.Type, header.IsBigEndian, new Shape([.. header.Dimensions.Select(d => (int)d)]), data);
    }

    /// <summary>The array of elements in C order, whose bytes are put into the processor's order in place.</summary>
    internal static NpyArray Of(string name, NpyType type, bool isBigEndian, Shape shape, byte[] data)
    {
        NpyElements.Normalize(type, isBigEndian, data);
        return new NpyArray(name, type, shape, data);
    }

    /// <summary>From Fortran order, the first dimension varying fastest, to C order.</summary>
    private static byte[] Transpose(ReadOnlySpan<byte> source, NpyHeader header)
    {
        var size = header.Type.Size;
        var dimensions = header.Dimensions;
        var result = new byte[source.Length];
        var index = new long[dimensions.Length];
        for (var to = 0; to < result.Length; to += size)
        {
            var from = 0L;
            for (var d = dimensions.Length - 1; d >= 0; d--) from = from * dimensions[d] + index[d];
            source.Slice((int)from * size, size).CopyTo(result.AsSpan(to));
            for (var d = dimensions.Length - 1; d >= 0 && ++index[d] == dimensions[d]; d--) index[d] = 0;
        }
        return result;
    }
}
