using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// C = start + V·W for a matrix V of bits: sums of those rows of W whose bits are on.
/// </summary>
/// <remarks>
/// Four rows of W have 16 sums, which are made once for all rows of V: then four bits of V choose one of them, and one addition takes the place
/// of four multiply-adds. ("Four Russians": Arlazarov, Dinic, Kronrod and Faradzhev, On economical construction of the transitive closure of a
/// directed graph, 1970.) An output is one chain of additions: its start, then the sums of rows 0 to 3, 4 to 7, …, each with the later rows added to
/// the earlier ones; lanes are columns and never meet, so neither threads nor vectors change a bit.
/// </remarks>
internal static unsafe class BitProduct
{
    /// <summary>Columns whose sums are made together.</summary>
    private const int Columns = 2 * Lanes.Count;

    /// <summary>Rows of V and C that share them.</summary>
    private const int Rows = 1024;

    private const int GroupBits = 4, Sums = 1 << GroupBits, GroupsAWord = BitMatrix.WordBits / GroupBits;

    /// <summary>C[r, j] = start + ∑ₚ V[r, p]·W[p, j].</summary>
    /// <param name="v">V, [m, k].</param>
    /// <param name="w">W, [k, n], row after row.</param>
    /// <param name="c">C, [m, n], row after row.</param>
    /// <param name="bias">The start of each column, n values; none begins at what C holds.</param>
    public static void Run(BitMatrix v, ReadOnlySpan<float> w, Span<float> c, ReadOnlySpan<float> bias = default)
    {
        if (v.Rows == 0) return;
        int n = c.Length / v.Rows, tiles = (n + Columns - 1) / Columns;
        fixed (ulong* words = v.Words)
        fixed (float* pw = w, pc = c, pb = bias)
            Pieces.For(tiles * ((v.Rows + Rows - 1) / Rows), Math.Min(v.Rows, Rows) * v.Columns, new Tile(words, v.Rows, v.Columns, v.WordsARow, pw, n, pc, pb, tiles));
    }

    private readonly struct Tile(ulong* words, int m, int k, int wordsARow, float* w, int n, float* c, float* bias, int tiles) : IParallelBody
    {
        public void Invoke(int index)
        {
            int firstRow = index / tiles * Rows, rows = Math.Min(Rows, m - firstRow);
            int firstColumn = index % tiles * Columns, columns = Math.Min(Columns, n - firstColumn);
            var sums = Scratch.Floats(ScratchUse.Panel, GroupsAWord * Sums * Columns);
            var c32 = Scratch.Floats(ScratchUse.Rows, (rows + 1) * Columns);
            for (var r = 0; r < rows; r++) Copy(bias == null ? c + (nint)(firstRow + r) * n + firstColumn : bias + firstColumn, c32 + r * Columns, columns);
            for (var word = 0; word < wordsARow; word++)
            {
                var groups = Math.Min(GroupsAWord, (k - word * BitMatrix.WordBits + GroupBits - 1) / GroupBits);
                for (var g = 0; g < groups; g++) MakeSums(sums + g * Sums * Columns, word * BitMatrix.WordBits + g * GroupBits, firstColumn, columns);
                AddSums(sums, groups, words + (nint)firstRow * wordsARow + word, c32, rows);
            }
            for (var r = 0; r < rows; r++) Copy(c32 + r * Columns, c + (nint)(firstRow + r) * n + firstColumn, columns);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Copy(float* from, float* to, int columns)
        {
            if (columns == Columns)
            {
                Vector512.Load(from).Store(to);
                Vector512.Load(from + Lanes.Count).Store(to + Lanes.Count);
            }
            else new ReadOnlySpan<float>(from, columns).CopyTo(new(to, columns));
        }

        // sums[i] = the rows of W whose bits are on in i, the later ones added to the earlier.
        private void MakeSums(float* sums, int row, int column, int columns)
        {
            for (var lane = 0; lane < Columns; lane += Lanes.Count, sums += Lanes.Count)
            {
                Vector512<float> w0 = Load(row, column + lane, columns - lane), w1 = Load(row + 1, column + lane, columns - lane);
                Vector512<float> w2 = Load(row + 2, column + lane, columns - lane), w3 = Load(row + 3, column + lane, columns - lane);
                Vector512<float> s3 = w0 + w1, s5 = w0 + w2, s6 = w1 + w2, s7 = s3 + w2;
                Vector512<float>.Zero.Store(sums);
                w0.Store(sums + Columns);
                w1.Store(sums + 2 * Columns);
                s3.Store(sums + 3 * Columns);
                w2.Store(sums + 4 * Columns);
                s5.Store(sums + 5 * Columns);
                s6.Store(sums + 6 * Columns);
                s7.Store(sums + 7 * Columns);
                w3.Store(sums + 8 * Columns);
                (w0 + w3).Store(sums + 9 * Columns);
                (w1 + w3).Store(sums + 10 * Columns);
                (s3 + w3).Store(sums + 11 * Columns);
                (w2 + w3).Store(sums + 12 * Columns);
                (s5 + w3).Store(sums + 13 * Columns);
                (s6 + w3).Store(sums + 14 * Columns);
                (s7 + w3).Store(sums + 15 * Columns);
            }
        }

        // Zeros beyond the last row and column.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<float> Load(int row, int column, int count)
        {
            if (row >= k || count <= 0) return Vector512<float>.Zero;
            var source = w + (nint)row * n + column;
            return count >= Lanes.Count ? Vector512.Load(source) : Lanes.Load(new ReadOnlySpan<float>(source, count));
        }

        // Two rows of V together keep twice as many chains of additions going.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AddSums(float* sums, int groups, ulong* word, float* c32, int rows)
        {
            const int SumBytes = Columns * sizeof(float);
            var shift = BitOperations.Log2(SumBytes);
            for (var r = 0; r < rows; r += 2, word += 2 * wordsARow, c32 += 2 * Columns)
            {
                // Turned so that a group's bits stand where they count in bytes.
                ulong a = BitOperations.RotateLeft(*word, shift), b = r + 1 < rows ? BitOperations.RotateLeft(word[wordsARow], shift) : 0;
                Vector512<float> a0 = Vector512.Load(c32), a1 = Vector512.Load(c32 + Lanes.Count);
                Vector512<float> b0 = Vector512.Load(c32 + Columns), b1 = Vector512.Load(c32 + Columns + Lanes.Count);
                var table = (byte*)sums;
                for (var g = 0; g < groups; g++, table += Sums * SumBytes)
                {
                    float* sumA = (float*)(table + (a & (Sums - 1) * SumBytes)), sumB = (float*)(table + (b & (Sums - 1) * SumBytes));
                    a0 += Vector512.Load(sumA);
                    a1 += Vector512.Load(sumA + Lanes.Count);
                    b0 += Vector512.Load(sumB);
                    b1 += Vector512.Load(sumB + Lanes.Count);
                    a = BitOperations.RotateRight(a, GroupBits);
                    b = BitOperations.RotateRight(b, GroupBits);
                }
                a0.Store(c32);
                a1.Store(c32 + Lanes.Count);
                b0.Store(c32 + Columns);
                b1.Store(c32 + Columns + Lanes.Count);
            }
        }
    }
}
