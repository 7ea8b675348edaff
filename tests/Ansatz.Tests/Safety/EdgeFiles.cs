using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using Ansatz.Formats;

namespace Ansatz.Tests.Safety;

/// <summary>Files whose headers state shapes at the edges; every reader meets every one of them.</summary>
internal static class EdgeFiles
{
    private static readonly long[][] shapes =
    [
        [], [0], [1], [-1], [int.MaxValue], [1L << 31], [1L << 32], [long.MaxValue], [65536, 65536], [65536, 65536, 0], [0, 1L << 40], [1L << 32, 1L << 32], [3, 5], [1L << 31, 1L << 31, 4],
        [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 5000)], [.. Enumerable.Repeat(2L, 64)],
    ];

    public static int TryAll(IEnumerable<MethodInfo> readers)
    {
        using var folder = new TemporaryFolder();
        var faults = 0;
        var count = 0;
        foreach (var (name, bytes) in All())
        {
            var path = folder[$"{count++}"];
            File.WriteAllBytes(path, bytes);
            foreach (var reader in readers)
            {
                faults += EdgeCalls.Try($"{reader.DeclaringType!.Name}.{reader.Name} of {name}", () => Call(reader, path));
            }
        }
        return faults;
    }

    private static void Call(MethodInfo reader, string path)
    {
        try
        {
            reader.Invoke(null, [path]);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> All()
    {
        foreach (var length in (int[])[0, 1, 8, 100, 5000])
            foreach (var value in (byte[])[0, 1, 0x7F, 0xFF]) yield return ($"{length} bytes {value}", [.. Enumerable.Repeat(value, length)]);
        foreach (var shape in shapes)
            foreach (var data in (byte[][])[[], new byte[4], new byte[60], new byte[255]])
            {
                var text = string.Join(", ", shape);
                var named = $"[{(text.Length > 60 ? $"{shape.Length} × {shape[0]}" : text)}] with {data.Length} bytes";
                yield return ($"npy {named}", NpyFile($"({text}{(shape.Length == 1 ? "," : "")})", data));
                yield return ($"safetensors {named}", SafetensorsFile(text, data));
                yield return ($"idx {named}", IdxFile(shape, data));
                yield return ($"png {named}", PngFile(shape, data));
            }
    }

    private static byte[] NpyFile(string shape, byte[] data)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        byte[] start = [0x93, .. "NUMPY"u8, 2, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(8), header.Length);
        return [.. start, .. header, .. data];
    }

    private static byte[] SafetensorsFile(string shape, byte[] data)
    {
        var header = Encoding.ASCII.GetBytes($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[0,{data.Length}]}}}}");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private static byte[] IdxFile(long[] shape, byte[] data)
    {
        var header = new byte[4 + 4 * shape.Length];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + 4 * i), (uint)shape[i]);
        return [.. header, .. data];
    }

    private static byte[] PngFile(long[] shape, byte[] data)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)shape.FirstOrDefault());
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)shape.LastOrDefault());
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] length = new byte[4], sum = new byte[4], content = [.. type, .. data];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Of(content));
        return [.. length, .. content, .. sum];
    }
}
