using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// C = start + V·W for a matrix V of bits: each output row is a sum of the rows of W whose bits are 1.
/// </summary>
/// <remarks>
/// Four rows of W have 16 possible sums. They are computed once for all rows of V; then four bits of V select one of them, and one addition replaces four
/// multiply-adds. (The method of the four Russians: Arlazarov, Dinic, Kronrod and Faradzhev, On economical construction of the transitive closure of a
/// directed graph, 1970.) Each output is one chain of additions: its start, then the sums of rows 0 to 3, 4 to 7, and so on. Within a group, later rows
/// are added to earlier ones. Lanes are columns and are never combined, so neither threads nor the vector width change a bit.
/// </remarks>
internal static unsafe class BitProduct
{
    /// <summary>Columns per table of sums.</summary>
    private const int Columns = 2 * Lanes.Count;

    /// <summary>Rows whose chains of additions are interleaved, to hide the latency of an addition.</summary>
    private const int InterleavedRows = 4;

    private const int GroupBits = 4, Sums = 1 << GroupBits, GroupsPerWord = BitMatrix.WordBits / GroupBits;

    /// <summary>C[r, j] = start + ∑ₚ V[r, p]·sW[p, j], plus a second product, whose sums are added last.</summary>
    /// <param name="first">V, [m, k], and sW, [k, n].</param>
    /// <param name="second">A second pair of factors with the same m and n, or the default value.</param>
    /// <param name="c">C, [m, n], row after row.</param>
    /// <param name="bias">The start of each column, n values. If empty, the start is the value in C.</param>
    public static void Run(in BitFactors first, in BitFactors second, Span<float> c, ReadOnlySpan<float> bias = default)
    {
        if (first.Rows == 0) return;
        int m = first.Rows, n = c.Length / m, tiles = (n + Columns - 1) / Columns;
        fixed (ulong* words = first.Words, words2 = second.Words)
        fixed (float* w = first.W, w2 = second.W, pc = c, pb = bias)
        {
            Factors factors = new((nint)words, first.WordsPerRow, first.Depth, (nint)w, first.Scale), factors2 = new((nint)words2, second.WordsPerRow, second.Depth, (nint)w2, second.Scale);
            Pieces.For(tiles * ((m + SpeedConstants.Gemm.BitRows - 1) / SpeedConstants.Gemm.BitRows), Math.Min(m, SpeedConstants.Gemm.BitRows) * (first.Depth + second.Depth), new Tile(factors, factors2, m, n, pc, pb, tiles));
        }
    }

    private readonly record struct Factors(nint Words, int WordsPerRow, int Depth, nint W, float Scale);

    private readonly struct Tile(Factors first, Factors second, int m, int n, float* c, float* bias, int tiles) : IParallelBody
    {
        public void Invoke(int index)
        {
            int firstRow = index / tiles * SpeedConstants.Gemm.BitRows, rows = Math.Min(SpeedConstants.Gemm.BitRows, m - firstRow);
            int firstColumn = index % tiles * Columns, columns = Math.Min(Columns, n - firstColumn);
            var c32 = Scratch.Floats(ScratchUse.Rows, (rows + InterleavedRows - 1) * Columns);
            for (var r = 0; r < rows; r++) Copy(bias == null ? c + (nint)(firstRow + r) * n + firstColumn : bias + firstColumn, c32 + r * Columns, columns);
            Add(first, firstRow, rows, firstColumn, columns, c32);
            Add(second, firstRow, rows, firstColumn, columns, c32);
            for (var r = 0; r < rows; r++) Copy(c32 + r * Columns, c + (nint)(firstRow + r) * n + firstColumn, columns);
        }

        private void Add(in Factors factors, int firstRow, int rows, int column, int columns, float* c32)
        {
            var sums = Scratch.Floats(ScratchUse.Panel, (GroupsPerWord * Sums + GroupBits) * Columns);
            for (var p = 0; p < factors.Depth; p += BitMatrix.WordBits)
            {
                var groups = Math.Min(GroupsPerWord, (factors.Depth - p + GroupBits - 1) / GroupBits);
                for (var g = 0; g < groups; g++) MakeSums(factors, p + g * GroupBits, column, columns, sums + GroupsPerWord * Sums * Columns, sums + g * Sums * Columns);
                AddSums(sums, groups, (ulong*)factors.Words + (nint)firstRow * factors.WordsPerRow + p / BitMatrix.WordBits, factors.WordsPerRow, c32, rows);
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

        // sums[i] = the sum of the rows of W whose bits are 1 in i; later rows are added to earlier ones.
        private void MakeSums(in Factors factors, int row, int column, int columns, float* padded, float* sums)
        {
            int rows = Math.Min(GroupBits, factors.Depth - row);
            var from = (float*)factors.W + (nint)row * n + column;
            nint apart = n;
            Prefetch.Rectangle(from + BitMatrix.WordBits * apart, GroupBits, apart, Columns / Lanes.Count + 1, Lanes.Count);
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

        // Four rows of V at a time: eight independent chains of additions hide the latency. Missing rows repeat the last one; their results are ignored.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddSums(float* sums, int groups, ulong* words, nint wordsPerRow, float* c32, int rows)
        {
            const int SumBytes = Columns * sizeof(float), Chosen = (Sums - 1) * SumBytes;
            for (var r = 0; r < rows; r += InterleavedRows, c32 += InterleavedRows * Columns)
            {
                ulong w0 = Word(words + r * wordsPerRow), w1 = Word(words + Math.Min(r + 1, rows - 1) * wordsPerRow);
                ulong w2 = Word(words + Math.Min(r + 2, rows - 1) * wordsPerRow), w3 = Word(words + Math.Min(r + 3, rows - 1) * wordsPerRow);
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

        // Rotated so that a group's bits are the byte offset of its sum.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Word(ulong* word) => BitOperations.RotateLeft(*word, BitOperations.Log2(Columns * sizeof(float)));
    }
}
