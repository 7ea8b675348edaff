using System.Runtime.InteropServices;

namespace Ansatz.Formats;

/// <summary>An element type of a safetensors file that float32 can stand for.</summary>
/// <param name="Code">The file's name of it.</param>
/// <param name="Size">Bytes an element.</param>
internal sealed record SafetensorsType(string Code, int Size)
{
    private const int BlockLength = 1 << 14;

    public static SafetensorsType Float32 { get; } = new("F32", 4);

    private static readonly SafetensorsType[] All = [Float32, new("F64", 8), new("F16", 2), new("BF16", 2)];

    /// <summary>The codes of all types, for messages.</summary>
    public static string Codes => string.Join(", ", All.Select(t => t.Code));

    /// <summary>The type with a code, or null.</summary>
    public static SafetensorsType? WithCode(string code) => Array.Find(All, t => t.Code == code);

    /// <summary>Fills the values from a stream that is known to hold them.</summary>
    public void Read(Stream stream, Span<float> values)
    {
        if (this == Float32)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }
        var buffer = new byte[BlockLength * Size];
        for (; values.Length > 0; values = values[Math.Min(BlockLength, values.Length)..])
        {
            var block = values[..Math.Min(BlockLength, values.Length)];
            var bytes = buffer.AsSpan(0, block.Length * Size);
            stream.ReadExactly(bytes);
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = Code switch
                {
                    "F64" => (float)BitConverter.ToDouble(bytes[(i * 8)..]),
                    "F16" => (float)BitConverter.ToHalf(bytes[(i * 2)..]),
                    // The upper half of a float32.
                    _ => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(bytes[(i * 2)..]) << 16),
                };
            }
        }
    }
}
