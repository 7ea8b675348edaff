using System.Runtime.InteropServices;

namespace Ansatz.Formats;

/// <summary>An element type of a safetensors file that is read, each element as the nearest float32.</summary>
/// <param name="Code">The file's name of it.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="ToSingle">The value of one element's bytes, little-endian.</param>
internal sealed record SafetensorsType(string Code, int Size, SafetensorsType.Conversion ToSingle)
{
    private const int BlockLength = 1 << 14;

    public static SafetensorsType Float32 { get; } = new("F32", 4, static b => BitConverter.ToSingle(b));

    private static readonly SafetensorsType[] all =
    [
        Float32, new("F64", 8, static b => (float)BitConverter.ToDouble(b)), new("F16", 2, static b => (float)BitConverter.ToHalf(b)),
        new("BF16", 2, static b => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(b) << 16)),   // the upper half of a float32
        new("I64", 8, static b => BitConverter.ToInt64(b)), new("I32", 4, static b => BitConverter.ToInt32(b)), new("I16", 2, static b => BitConverter.ToInt16(b)), new("I8", 1, static b => (sbyte)b[0]),
        new("U64", 8, static b => BitConverter.ToUInt64(b)), new("U32", 4, static b => BitConverter.ToUInt32(b)), new("U16", 2, static b => BitConverter.ToUInt16(b)), new("U8", 1, static b => b[0]),
        new("BOOL", 1, static b => b[0] == 0 ? 0f : 1f),
    ];

    public delegate float Conversion(ReadOnlySpan<byte> element);

    /// <summary>The codes of all types, for messages.</summary>
    public static string Codes => string.Join(", ", all.Select(t => t.Code));

    /// <summary>The type with a code, or null.</summary>
    public static SafetensorsType? WithCode(string code) => Array.Find(all, t => t.Code == code);

    /// <summary>Fills the values from a stream that is known to hold them.</summary>
    public void Read(Stream stream, Span<float> values)
    {
        if (this == Float32)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }
        var buffer = new byte[Math.Min(BlockLength, values.Length) * Size];
        for (; values.Length > 0; values = values[Math.Min(BlockLength, values.Length)..])
        {
            var block = values[..Math.Min(BlockLength, values.Length)];
            var bytes = buffer.AsSpan(0, block.Length * Size);
            stream.ReadExactly(bytes);
            for (var i = 0; i < block.Length; i++) block[i] = ToSingle(bytes.Slice(i * Size, Size));
        }
    }
}
