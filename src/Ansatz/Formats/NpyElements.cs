using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ansatz.Formats;

/// <summary>The elements of .npy and IDX files as bytes and as numbers.</summary>
internal static class NpyElements
{
    /// <summary>Puts elements into the processor's order of bytes, in place; a truth value becomes 0 or 1.</summary>
    public static void Normalize(NpyType type, bool isBigEndian, Span<byte> bytes)
    {
        if (type.Type == typeof(bool)) foreach (ref var b in bytes) b = b == 0 ? (byte)0 : (byte)1;
        if (isBigEndian != BitConverter.IsLittleEndian) return;
        switch (type.Size)
        {
            case 2: Reverse<ushort>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 4: Reverse<uint>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 8: Reverse<ulong>(bytes, BinaryPrimitives.ReverseEndianness); break;
        }

        static void Reverse<T>(Span<byte> bytes, Func<T, T> reverse) where T : unmanaged
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, T>(bytes)) value = reverse(value);
        }
    }

    /// <summary>Normalized elements as numbers, each rounded to the nearest float; true is 1.</summary>
    /// <param name="type">What the bytes hold.</param>
    /// <param name="bytes">n elements.</param>
    /// <param name="singles">n numbers.</param>
    public static void ToSingles(NpyType type, ReadOnlySpan<byte> bytes, Span<float> singles)
    {
        switch (type.Code)
        {
            case "f4": MemoryMarshal.Cast<byte, float>(bytes).CopyTo(singles); break;
            case "f8": Convert<double>(bytes, singles, static v => (float)v); break;
            case "f2": Convert<Half>(bytes, singles, static v => (float)v); break;
            case "i1": Convert<sbyte>(bytes, singles, static v => v); break;
            case "i2": Convert<short>(bytes, singles, static v => v); break;
            case "u2": Convert<ushort>(bytes, singles, static v => v); break;
            case "i4": Convert<int>(bytes, singles, static v => v); break;
            case "u4": Convert<uint>(bytes, singles, static v => v); break;
            case "i8": Convert<long>(bytes, singles, static v => v); break;
            case "u8": Convert<ulong>(bytes, singles, static v => v); break;
            default: Convert<byte>(bytes, singles, static v => v); break;
        }

        static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> singles, Func<T, float> convert) where T : unmanaged
        {
            var values = MemoryMarshal.Cast<byte, T>(bytes);
            for (var i = 0; i < values.Length; i++) singles[i] = convert(values[i]);
        }
    }
}
