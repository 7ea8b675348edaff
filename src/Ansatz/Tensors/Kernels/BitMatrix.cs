using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>A matrix of bits, rows × columns: value (r, c) is bit c mod 64 of word ⌊c/64⌋ of row r. Bits beyond the last column are 0.</summary>
internal sealed class BitMatrix
{
    /// <summary>Bits of a word.</summary>
    public const int WordBits = 64;

    private readonly ulong[] words;

    public BitMatrix(int rows, int columns)
    {
        (Rows, Columns, WordsARow) = (rows, columns, (columns + WordBits - 1) / WordBits);
        words = new ulong[rows * WordsARow];
    }

    public int Rows { get; }

    public int Columns { get; }

    public int WordsARow { get; }

    public ReadOnlySpan<ulong> Words => words;

    public Span<ulong> Row(int row) => words.AsSpan(row * WordsARow, WordsARow);

    /// <summary>The bits of a tensor [rows, columns], or null where any of its values is neither 0 nor 1.</summary>
    public static BitMatrix? Of(Tensor values)
    {
        var bits = new BitMatrix(values.Shape[0], values.Shape[1]);
        ReadOnlySpan<float> span = values.Span;
        for (var r = 0; r < bits.Rows; r++)
        {
            var row = span.Slice(r * bits.Columns, bits.Columns);
            var target = bits.Row(r);
            for (var c = 0; c < row.Length; c += Lanes.Count)
            {
                var lanes = Lanes.Load(row[c..]);
                var ones = Vector512.Equals(lanes, Vector512<float>.One);
                if ((ones | Vector512.Equals(lanes, Vector512<float>.Zero)).AsInt32() != Vector512<int>.AllBitsSet) return null;
                target[c / WordBits] |= ones.ExtractMostSignificantBits() << (c % WordBits);
            }
        }
        return bits;
    }

    /// <summary>Writes ones and zeros, row after row.</summary>
    public void CopyTo(Span<float> values)
    {
        var powers = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c += Lanes.Count)
            {
                var sixteen = Vector512.Create((int)(words[r * WordsARow + c / WordBits] >> (c % WordBits)));
                var isOn = Vector512.Equals(sixteen & powers, powers).AsSingle();
                Lanes.Store(isOn & Vector512<float>.One, values.Slice(r * Columns + c, Math.Min(Lanes.Count, Columns - c)));
            }
    }

    /// <summary>Columns as rows.</summary>
    public BitMatrix Transpose()
    {
        var turned = new BitMatrix(Columns, Rows);
        Span<ulong> square = stackalloc ulong[WordBits];
        for (var r = 0; r < Rows; r += WordBits)
            for (var word = 0; word < WordsARow; word++)
            {
                square.Clear();
                for (var i = 0; i < Math.Min(WordBits, Rows - r); i++) square[i] = words[(r + i) * WordsARow + word];
                Transpose(square);
                for (var i = 0; i < Math.Min(WordBits, Columns - word * WordBits); i++) turned.words[(word * WordBits + i) * turned.WordsARow + r / WordBits] = square[i];
            }
        return turned;
    }

    // Exchanges the off-diagonal quarters, then those of each quarter, … Warren, Hacker's Delight (2012), section 7-3.
    private static void Transpose(Span<ulong> square)
    {
        var mask = (ulong)uint.MaxValue;
        for (var size = WordBits / 2; size > 0; size /= 2, mask ^= mask << size)
            for (var i = 0; i < WordBits; i = (i + size + 1) & ~size)
            {
                var exchanged = ((square[i] >> size) ^ square[i + size]) & mask;
                square[i] ^= exchanged << size;
                square[i + size] ^= exchanged;
            }
    }
}
