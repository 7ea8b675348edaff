using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>A matrix of bits, rows × columns: value (r, c) is bit c mod 64 of word ⌊c/64⌋ of row r. Bits beyond the last column are 0.</summary>
internal sealed class BitMatrix
{
    /// <summary>Bits per word.</summary>
    public const int WordBits = 64;

    private readonly ulong[] words;

    public BitMatrix(int rows, int columns)
    {
        (Rows, Columns, WordsPerRow) = (rows, columns, (columns + WordBits - 1) / WordBits);
        words = new ulong[rows * WordsPerRow];
    }

    public int Rows { get; }

    public int Columns { get; }

    public int WordsPerRow { get; }

    public ReadOnlySpan<ulong> Words => words;

    public Span<ulong> Row(int row) => words.AsSpan(row * WordsPerRow, WordsPerRow);

    /// <summary>The bits of a tensor [rows, columns], or null if a value is neither 0 nor 1.</summary>
    public static unsafe BitMatrix? Of(Tensor values)
    {
        var bits = new BitMatrix(values.Shape[0], values.Shape[1]);
        var otherRows = 0;
        fixed (float* from = values.Span) Pieces.For(bits.Rows, bits.Columns, new Reading(from, bits, &otherRows));
        return otherRows == 0 ? bits : null;
    }

    /// <summary>Writes ones and zeros, row after row.</summary>
    public unsafe void CopyTo(Span<float> values)
    {
        fixed (float* to = values) Pieces.For(Rows, Columns, new Writing(this, to));
    }

    private readonly unsafe struct Reading(float* from, BitMatrix bits, int* otherRows) : IParallelBody
    {
        public void Invoke(int row)
        {
            var values = new ReadOnlySpan<float>(from + (nint)row * bits.Columns, bits.Columns);
            var words = bits.Row(row);
            for (var c = 0; c < values.Length; c += Lanes.Count)
            {
                var lanes = Lanes.Load(values[c..]);
                var ones = Vector512.Equals(lanes, Vector512<float>.One);
                if ((ones | Vector512.Equals(lanes, Vector512<float>.Zero)).AsInt32() != Vector512<int>.AllBitsSet)
                {
                    Interlocked.Increment(ref *otherRows);
                    return;
                }
                words[c / WordBits] |= ones.ExtractMostSignificantBits() << (c % WordBits);
            }
        }
    }

    private readonly unsafe struct Writing(BitMatrix bits, float* to) : IParallelBody
    {
        public void Invoke(int row)
        {
            var powers = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            var words = bits.Row(row);
            for (var c = 0; c < bits.Columns; c += Lanes.Count)
            {
                var sixteen = Vector512.Create((int)(words[c / WordBits] >> (c % WordBits)));
                var isOn = Vector512.Equals(sixteen & powers, powers).AsSingle();
                Lanes.Store(isOn & Vector512<float>.One, new(to + (nint)row * bits.Columns + c, Math.Min(Lanes.Count, bits.Columns - c)));
            }
        }
    }

    /// <summary>The transposed matrix.</summary>
    public BitMatrix Transpose()
    {
        var transposed = new BitMatrix(Columns, Rows);
        Span<ulong> square = stackalloc ulong[WordBits];
        for (var r = 0; r < Rows; r += WordBits)
            for (var word = 0; word < WordsPerRow; word++)
            {
                square.Clear();
                for (var i = 0; i < Math.Min(WordBits, Rows - r); i++) square[i] = words[(r + i) * WordsPerRow + word];
                Transpose(square);
                for (var i = 0; i < Math.Min(WordBits, Columns - word * WordBits); i++) transposed.words[(word * WordBits + i) * transposed.WordsPerRow + r / WordBits] = square[i];
            }
        return transposed;
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
