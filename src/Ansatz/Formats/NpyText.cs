using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Ansatz.Formats;

/// <summary>
/// Texts as a whole .npy file, NumPy's type <c>&lt;Un</c>: n code points of 4 bytes per text, shorter texts are padded with zeros. numpy.load reads it without pickle.
/// </summary>
internal static class NpyText
{
    private const int Alignment = 64, PrefixLength = 10, CodePointLength = 4;

    public static byte[] Encode(IReadOnlyList<string> texts)
    {
        int[][] runes = [.. texts.Select(t => t.EnumerateRunes().Select(r => r.Value).ToArray())];
        var longest = Math.Max(1, runes.Length == 0 ? 0 : runes.Max(r => r.Length));
        var header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<U{longest}', 'fortran_order': False, 'shape': ({texts.Count},), }}");
        // Spaces and a line break pad the header to a multiple of 64 bytes.
        var headerLength = (PrefixLength + header.Length + Alignment) / Alignment * Alignment - PrefixLength;
        var file = new byte[PrefixLength + headerLength + texts.Count * longest * CodePointLength];
        ReadOnlySpan<byte> magic = [0x93, .. "NUMPY"u8, 1, 0];
        magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)headerLength);
        Encoding.ASCII.GetBytes(header.PadRight(headerLength - 1) + "\n").CopyTo(file, PrefixLength);
        for (var i = 0; i < runes.Length; i++)
            for (var j = 0; j < runes[i].Length; j++)
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(PrefixLength + headerLength + (i * longest + j) * CodePointLength), runes[i][j]);
        return file;
    }
}
