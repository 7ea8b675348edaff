using System.Buffers.Binary;

namespace Ansatz.Formats;

/// <summary>
/// The cyclic redundancy check of PNG, zip and gzip: reflected polynomial 0xEDB88320, start and final value complemented.
/// Source: ISO/IEC 15948 (PNG), annex D; eight bytes per step by slicing (Kounavis and Berry, 2008).
/// </summary>
internal static class Crc32
{
    private const int Slices = 8;
    private static readonly uint[] Table = BuildTable();

    /// <summary>The check of <paramref name="data"/>, continuing from that of the bytes before it (0 for none).</summary>
    public static uint Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        var table = Table;
        var crc = ~before;
        for (; data.Length >= Slices; data = data[Slices..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(data);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[7 * 256 + (byte)low] ^ table[6 * 256 + (byte)(low >> 8)]
                ^ table[5 * 256 + (byte)(low >> 16)] ^ table[4 * 256 + (low >> 24)]
                ^ table[3 * 256 + (byte)high] ^ table[2 * 256 + (byte)(high >> 8)]
                ^ table[1 * 256 + (byte)(high >> 16)] ^ table[high >> 24];
        }
        foreach (var value in data) crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    // Slice k maps a byte to the remainder it leaves after k further zero bytes.
    private static uint[] BuildTable()
    {
        var table = new uint[Slices * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[value] = crc;
        }
        for (var i = 256; i < table.Length; i++) table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        return table;
    }
}
