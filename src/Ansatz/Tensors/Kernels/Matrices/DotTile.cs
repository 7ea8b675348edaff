using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile for outputs with 1 to 4 columns, whose rows of A are contiguous. It vectorizes over the sum's index k: lane l of an output is the chain over
/// the terms l, l + 16, l + 32, … of each run, and <see cref="Lanes.Fold(Vector512{float})"/> adds the sixteen lanes.
/// </summary>
/// <remarks>
/// <see cref="Pack"/> packs B: for each column, each run, padded with zeros to a multiple of 16. A must be readable up to that length: the finite
/// values there are multiplied by these zeros. Four rows and four columns give 16 independent chains; row i's are in pᵢ to sᵢ. One column takes eight rows
/// at a time, because four chains do not hide the latency of FMA. Finished chains are stored on the stack and folded four at a time: that costs as much as one fold.
/// </remarks>
internal static unsafe class DotTile
{
    /// <summary>The largest number of sums per tile.</summary>
    public const int MostSums = 16;

    private const int RowsAtATime = 4;

    /// <summary>The largest number of rows of a tile with this number of columns: 16, 8, 4 and 4.</summary>
    public static int Rows(int columns) => columns switch { 1 => 16, 2 => 8, _ => 4 };

    /// <summary>The packed length of a run of <paramref name="length"/> terms.</summary>
    public static int PackedLength(int length) => (length + 15) & ~15;

    /// <summary>packed[j, r, k] = b(r·length + k, j) for k &lt; length, then zeros to the packed length.</summary>
    public static void Pack(in Matrix b, int runs, int length, int columns, float* packed)
    {
        for (var j = 0; j < columns; j++)
            for (var r = 0; r < runs; r++)
                for (var k = 0; k < PackedLength(length); k++) *packed++ = k < length ? *b.At((nint)r * length + k, j) : 0;
    }

    /// <param name="a">The first row's first element.</param>
    /// <param name="aRow">The distance from one row to the next.</param>
    /// <param name="rows">1 to <see cref="Rows"/>.</param>
    /// <param name="b">Packed columns.</param>
    /// <param name="columns">1 to 4.</param>
    /// <param name="terms">Its Runs, Length and ARun; AStep is 1.</param>
    /// <param name="sums">Room for 16 values: the output row by row; the rest is undefined.</param>
    [SkipLocalsInit]
    public static void Multiply(float* a, nint aRow, int rows, float* b, int columns, in TermStrides terms, float* sums)
    {
        var space = stackalloc float[(MostSums + 1) * Lanes.Count];
        var chains = (float*)(((nint)space + 63) & -64); // aligned to cache lines
        var begin = 0;
        for (; columns == 1 && rows - begin > RowsAtATime; begin += 2 * RowsAtATime)
            RunEight(a + begin * aRow, aRow, Math.Min(2 * RowsAtATime, rows - begin) - 1, b, terms, chains + begin * Lanes.Count);
        for (var row = begin; row < rows; row += RowsAtATime)
        {
            var first = a + row * aRow;
            var last = Math.Min(RowsAtATime, rows - row) - 1; // missing rows repeat the last one
            float* second = first + Math.Min(1, last) * aRow, third = first + Math.Min(2, last) * aRow, fourth = first + last * aRow;
            var to = chains + row * columns * Lanes.Count;
            switch (columns)
            {
                case 1: Run<One>(first, second, third, fourth, b, terms, to); break;
                case 2: Run<Two>(first, second, third, fourth, b, terms, to); break;
                case 3: Run<Three>(first, second, third, fourth, b, terms, to); break;
                default: Run<Four>(first, second, third, fourth, b, terms, to); break;
            }
        }
        for (var i = 0; i < rows * columns; i += 4, chains += 4 * Lanes.Count)
            Lanes.Fold(Load(chains), Load(chains + Lanes.Count), Load(chains + 2 * Lanes.Count), Load(chains + 3 * Lanes.Count)).Store(sums + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TColumns>(float* a0, float* a1, float* a2, float* a3, float* b, in TermStrides terms, float* chains) where TColumns : ICount
    {
        var columns = TColumns.Value;
        nint bColumn = terms.Runs * PackedLength(terms.Length);
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        Vector512<float> r0 = default, r1 = default, r2 = default, r3 = default, s0 = default, s1 = default, s2 = default, s3 = default;
        for (var run = 0; run < terms.Runs; run++)
        {
            var o = run * terms.ARun;
            for (var left = terms.Length; left > 0; left -= 16, o += 16, b += 16)
            {
                Vector512<float> x0 = Load(a0 + o), x1 = Load(a1 + o), x2 = Load(a2 + o), x3 = Load(a3 + o);
                var y = Load(b);
                p0 = FusedMultiplyAdd(x0, y, p0); p1 = FusedMultiplyAdd(x1, y, p1); p2 = FusedMultiplyAdd(x2, y, p2); p3 = FusedMultiplyAdd(x3, y, p3);
                if (columns > 1)
                {
                    y = Load(b + bColumn);
                    q0 = FusedMultiplyAdd(x0, y, q0); q1 = FusedMultiplyAdd(x1, y, q1); q2 = FusedMultiplyAdd(x2, y, q2); q3 = FusedMultiplyAdd(x3, y, q3);
                }
                if (columns > 2)
                {
                    y = Load(b + 2 * bColumn);
                    r0 = FusedMultiplyAdd(x0, y, r0); r1 = FusedMultiplyAdd(x1, y, r1); r2 = FusedMultiplyAdd(x2, y, r2); r3 = FusedMultiplyAdd(x3, y, r3);
                }
                if (columns > 3)
                {
                    y = Load(b + 3 * bColumn);
                    s0 = FusedMultiplyAdd(x0, y, s0); s1 = FusedMultiplyAdd(x1, y, s1); s2 = FusedMultiplyAdd(x2, y, s2); s3 = FusedMultiplyAdd(x3, y, s3);
                }
            }
        }
        nint next = columns * Lanes.Count;
        p0.Store(chains); p1.Store(chains + next); p2.Store(chains + 2 * next); p3.Store(chains + 3 * next);
        chains += Lanes.Count;
        if (columns > 1) { q0.Store(chains); q1.Store(chains + next); q2.Store(chains + 2 * next); q3.Store(chains + 3 * next); }
        chains += Lanes.Count;
        if (columns > 2) { r0.Store(chains); r1.Store(chains + next); r2.Store(chains + 2 * next); r3.Store(chains + 3 * next); }
        chains += Lanes.Count;
        if (columns > 3) { s0.Store(chains); s1.Store(chains + next); s2.Store(chains + 2 * next); s3.Store(chains + 3 * next); }
    }

    /// <summary>Eight rows and one column. Missing rows repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunEight(float* a, nint aRow, int last, float* b, in TermStrides terms, float* chains)
    {
        float* a1 = a + Math.Min(1, last) * aRow, a2 = a + Math.Min(2, last) * aRow, a3 = a + Math.Min(3, last) * aRow;
        float* a4 = a + Math.Min(4, last) * aRow, a5 = a + Math.Min(5, last) * aRow, a6 = a + Math.Min(6, last) * aRow, a7 = a + Math.Min(7, last) * aRow;
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default, p6 = default, p7 = default;
        for (var run = 0; run < terms.Runs; run++)
        {
            var o = run * terms.ARun;
            for (var left = terms.Length; left > 0; left -= 16, o += 16, b += 16)
            {
                var y = Load(b);
                p0 = FusedMultiplyAdd(Load(a + o), y, p0); p1 = FusedMultiplyAdd(Load(a1 + o), y, p1);
                p2 = FusedMultiplyAdd(Load(a2 + o), y, p2); p3 = FusedMultiplyAdd(Load(a3 + o), y, p3);
                p4 = FusedMultiplyAdd(Load(a4 + o), y, p4); p5 = FusedMultiplyAdd(Load(a5 + o), y, p5);
                p6 = FusedMultiplyAdd(Load(a6 + o), y, p6); p7 = FusedMultiplyAdd(Load(a7 + o), y, p7);
            }
        }
        p0.Store(chains); p1.Store(chains + 16); p2.Store(chains + 32); p3.Store(chains + 48);
        p4.Store(chains + 64); p5.Store(chains + 80); p6.Store(chains + 96); p7.Store(chains + 112);
    }
}
