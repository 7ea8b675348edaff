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

    /// <summary>Rows whose chains of additions run beside each other.</summary>
    private const int RowsTogether = 4;

    private const int GroupBits = 4, Sums = 1 << GroupBits, GroupsAWord = BitMatrix.WordBits / GroupBits;

    /// <summary>C[r, j] = start + ∑ₚ V[r, p]·sW[p, j], and the same of a second product, whose sums come last.</summary>
    /// <param name="first">V, [m, k], and sW, [k, n].</param>
    /// <param name="second">Of the same m and n, or none.</param>
    /// <param name="c">C, [m, n], row after row.</param>
    /// <param name="bias">The start of each column, n values; none begins at what C holds.</param>
    public static void Run(in BitFactors first, in BitFactors second, Span<float> c, ReadOnlySpan<float> bias = default)
    {
        if (first.Rows == 0) return;
        int m = first.Rows, n = c.Length / m, tiles = (n + Columns - 1) / Columns;
        fixed (ulong* words = first.Words, words2 = second.Words)
        fixed (float* w = first.W, w2 = second.W, pc = c, pb = bias)
        {
            Factors factors = new((nint)words, first.WordsARow, first.Depth, (nint)w, first.Scale), factors2 = new((nint)words2, second.WordsARow, second.Depth, (nint)w2, second.Scale);
            Pieces.For(tiles * ((m + Rows - 1) / Rows), Math.Min(m, Rows) * (first.Depth + second.Depth), new Tile(factors, factors2, m, n, pc, pb, tiles));
        }
    }

    private readonly record struct Factors(nint Words, int WordsARow, int Depth, nint W, float Scale);

    private readonly struct Tile(Factors first, Factors second, int m, int n, float* c, float* bias, int tiles) : IParallelBody
    {
        public void Invoke(int index)
        {
            int firstRow = index / tiles * Rows, rows = Math.Min(Rows, m - firstRow);
            int firstColumn = index % tiles * Columns, columns = Math.Min(Columns, n - firstColumn);
            var c32 = Scratch.Floats(ScratchUse.Rows, (rows + RowsTogether - 1) * Columns);
            for (var r = 0; r < rows; r++) Copy(bias == null ? c + (nint)(firstRow + r) * n + firstColumn : bias + firstColumn, c32 + r * Columns, columns);
            Add(first, firstRow, rows, firstColumn, columns, c32);
            Add(second, firstRow, rows, firstColumn, columns, c32);
            for (var r = 0; r < rows; r++) Copy(c32 + r * Columns, c + (nint)(firstRow + r) * n + firstColumn, columns);
        }

        private void Add(in Factors factors, int firstRow, int rows, int column, int columns, float* c32)
        {
            var sums = Scratch.Floats(ScratchUse.Panel, (GroupsAWord * Sums + GroupBits) * Columns);
            for (var p = 0; p < factors.Depth; p += BitMatrix.WordBits)
            {
                var groups = Math.Min(GroupsAWord, (factors.Depth - p + GroupBits - 1) / GroupBits);
                for (var g = 0; g < groups; g++) MakeSums(factors, p + g * GroupBits, column, columns, sums + GroupsAWord * Sums * Columns, sums + g * Sums * Columns);
                AddSums(sums, groups, (ulong*)factors.Words + (nint)firstRow * factors.WordsARow + p / BitMatrix.WordBits, factors.WordsARow, c32, rows);
            }
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
        private void MakeSums(in Factors factors, int row, int column, int columns, float* padded, float* sums)
        {
            int rows = Math.Min(GroupBits, factors.Depth - row);
            var from = (float*)factors.W + (nint)row * n + column;
            nint apart = n;
            Prefetching.Rectangle(from + BitMatrix.WordBits * apart, GroupBits, apart, Columns / Lanes.Count + 1, Lanes.Count);
            if (columns < Columns || rows < GroupBits)
            {
                new Span<float>(padded, GroupBits * Columns).Clear();
                for (var i = 0; i < rows; i++) Blocks.Copy(from + i * apart, padded + i * Columns, columns);
                from = padded;
                apart = Columns;
            }
            var scale = Vector512.Create(factors.Scale);
            for (var lane = 0; lane < Columns; lane += Lanes.Count, from += Lanes.Count, sums += Lanes.Count)
            {
                Vector512<float> w0 = Vector512.Load(from) * scale, w1 = Vector512.Load(from + apart) * scale;
                Vector512<float> w2 = Vector512.Load(from + 2 * apart) * scale, w3 = Vector512.Load(from + 3 * apart) * scale;
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

        // Four rows of V together: eight chains of additions, so that none waits for its last one. Behind the last row, it comes again, in rows of its own.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddSums(float* sums, int groups, ulong* words, nint wordsARow, float* c32, int rows)
        {
            const int SumBytes = Columns * sizeof(float), Chosen = (Sums - 1) * SumBytes;
            for (var r = 0; r < rows; r += RowsTogether, c32 += RowsTogether * Columns)
            {
                ulong w0 = Word(words + r * wordsARow), w1 = Word(words + Math.Min(r + 1, rows - 1) * wordsARow);
                ulong w2 = Word(words + Math.Min(r + 2, rows - 1) * wordsARow), w3 = Word(words + Math.Min(r + 3, rows - 1) * wordsARow);
                Vector512<float> a0 = Vector512.Load(c32), b0 = Vector512.Load(c32 + Lanes.Count);
                Vector512<float> a1 = Vector512.Load(c32 + Columns), b1 = Vector512.Load(c32 + Columns + Lanes.Count);
                Vector512<float> a2 = Vector512.Load(c32 + 2 * Columns), b2 = Vector512.Load(c32 + 2 * Columns + Lanes.Count);
                Vector512<float> a3 = Vector512.Load(c32 + 3 * Columns), b3 = Vector512.Load(c32 + 3 * Columns + Lanes.Count);
                byte* table = (byte*)sums, end = table + groups * Sums * SumBytes;
                for (; table < end; table += Sums * SumBytes)
                {
                    float* s0 = (float*)(table + (w0 & Chosen)), s1 = (float*)(table + (w1 & Chosen));
                    float* s2 = (float*)(table + (w2 & Chosen)), s3 = (float*)(table + (w3 & Chosen));
                    a0 += Vector512.Load(s0);
                    b0 += Vector512.Load(s0 + Lanes.Count);
                    a1 += Vector512.Load(s1);
                    b1 += Vector512.Load(s1 + Lanes.Count);
                    a2 += Vector512.Load(s2);
                    b2 += Vector512.Load(s2 + Lanes.Count);
                    a3 += Vector512.Load(s3);
                    b3 += Vector512.Load(s3 + Lanes.Count);
                    w0 = BitOperations.RotateRight(w0, GroupBits);
                    w1 = BitOperations.RotateRight(w1, GroupBits);
                    w2 = BitOperations.RotateRight(w2, GroupBits);
                    w3 = BitOperations.RotateRight(w3, GroupBits);
                }
                a0.Store(c32);
                b0.Store(c32 + Lanes.Count);
                a1.Store(c32 + Columns);
                b1.Store(c32 + Columns + Lanes.Count);
                a2.Store(c32 + 2 * Columns);
                b2.Store(c32 + 2 * Columns + Lanes.Count);
                a3.Store(c32 + 3 * Columns);
                b3.Store(c32 + 3 * Columns + Lanes.Count);
            }
        }

        // Turned so that a group's bits stand where they count in bytes.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Word(ulong* word) => BitOperations.RotateLeft(*word, BitOperations.Log2(Columns * sizeof(float)));
    }
}
