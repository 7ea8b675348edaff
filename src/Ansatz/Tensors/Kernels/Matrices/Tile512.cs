using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 12, 8 or 4 rows and 32 columns. Row i is in pᵢ (columns 0 to 15, one per lane) and qᵢ (columns 16 to 31). Each term loads the columns of B,
/// broadcasts one element of A per row, and does one multiply-add per accumulator. 24 accumulators are twice as many as the latency of FMA needs. A tile with
/// fewer rows, for the last rows of an output, costs in proportion to its rows.
/// </summary>
/// <remarks>
/// A tile can also pack the rows of B for the next tiles. The multiply-adds hide these stores, while a separate pass over B took 8 % of a product of 128 rows.
/// </remarks>
internal static unsafe class Tile512
{
    /// <param name="a">As in <see cref="Tile.Multiply"/>, like the next four parameters.</param>
    /// <param name="b">See <paramref name="a"/>.</param>
    /// <param name="terms">See <paramref name="a"/>.</param>
    /// <param name="c">See <paramref name="a"/>.</param>
    /// <param name="continued">See <paramref name="a"/>.</param>
    /// <param name="panel">Where the rows of B are packed if TPacks is 1.</param>
    /// <typeparam name="TRows">12, 8 or 4.</typeparam>
    /// <typeparam name="TPacks">1 to pack the rows of B, which needs 12 rows.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TPacks>(float** a, float* b, in TermStrides terms, float** c, bool continued, float* panel = null)
        where TRows : ICount where TPacks : ICount
    {
        var rows = TRows.Value;
        float* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        float* a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
        float* a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default;
        Vector512<float> p6 = default, p7 = default, p8 = default, p9 = default, p10 = default, p11 = default;
        Vector512<float> q0 = default, q1 = default, q2 = default, q3 = default, q4 = default, q5 = default;
        Vector512<float> q6 = default, q7 = default, q8 = default, q9 = default, q10 = default, q11 = default;
        if (continued)
        {
            FourRows.Load(c, 0, out p0, out p1, out p2, out p3);
            FourRows.Load(c, 16, out q0, out q1, out q2, out q3);
            if (rows > 4) FourRows.Load(c + 4, 0, out p4, out p5, out p6, out p7);
            if (rows > 4) FourRows.Load(c + 4, 16, out q4, out q5, out q6, out q7);
            if (rows > 8) FourRows.Load(c + 8, 0, out p8, out p9, out p10, out p11);
            if (rows > 8) FourRows.Load(c + 8, 16, out q8, out q9, out q10, out q11);
        }
        else if (!terms.IsOutputCached)
            for (var i = 0; i < rows; i++)
            {
                // Prefetch the output's cache lines during the chains: up to 8 % on a product of 512 × 512 matrices.
                Sse.Prefetch0(c[i]);
                Sse.Prefetch0(c[i] + 16);
            }
        nint o = 0, prefetch = terms.PrefetchOffset, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector512<float> l = Load(t), u = Load(t + 16), x;
                    Sse.Prefetch1(t + prefetch);
                    if (TPacks.Value == 1)
                    {
                        Sse.Prefetch1(t + prefetch + 16);
                        l.Store(panel);
                        u.Store(panel + 16);
                        panel += Tile.Columns;
                    }
                    x = Create(a0[o]); p0 = FusedMultiplyAdd(x, l, p0); q0 = FusedMultiplyAdd(x, u, q0);
                    x = Create(a1[o]); p1 = FusedMultiplyAdd(x, l, p1); q1 = FusedMultiplyAdd(x, u, q1);
                    x = Create(a2[o]); p2 = FusedMultiplyAdd(x, l, p2); q2 = FusedMultiplyAdd(x, u, q2);
                    x = Create(a3[o]); p3 = FusedMultiplyAdd(x, l, p3); q3 = FusedMultiplyAdd(x, u, q3);
                    if (rows > 4)
                    {
                        x = Create(a4[o]); p4 = FusedMultiplyAdd(x, l, p4); q4 = FusedMultiplyAdd(x, u, q4);
                        x = Create(a5[o]); p5 = FusedMultiplyAdd(x, l, p5); q5 = FusedMultiplyAdd(x, u, q5);
                        x = Create(a6[o]); p6 = FusedMultiplyAdd(x, l, p6); q6 = FusedMultiplyAdd(x, u, q6);
                        x = Create(a7[o]); p7 = FusedMultiplyAdd(x, l, p7); q7 = FusedMultiplyAdd(x, u, q7);
                    }
                    if (rows > 8)
                    {
                        x = Create(a8[o]); p8 = FusedMultiplyAdd(x, l, p8); q8 = FusedMultiplyAdd(x, u, q8);
                        x = Create(a9[o]); p9 = FusedMultiplyAdd(x, l, p9); q9 = FusedMultiplyAdd(x, u, q9);
                        x = Create(a10[o]); p10 = FusedMultiplyAdd(x, l, p10); q10 = FusedMultiplyAdd(x, u, q10);
                        x = Create(a11[o]); p11 = FusedMultiplyAdd(x, l, p11); q11 = FusedMultiplyAdd(x, u, q11);
                    }
                    o += aStep;
                    t += bStep;
                }
                o += aRunSkip;
                t += bRunSkip;
            }
            o += terms.AGroupSkip;
            t += terms.BGroupSkip;
        }
        FourRows.Store(c, 0, 4, p0, p1, p2, p3);
        FourRows.Store(c, 16, 4, q0, q1, q2, q3);
        if (rows > 4) FourRows.Store(c + 4, 0, 4, p4, p5, p6, p7);
        if (rows > 4) FourRows.Store(c + 4, 16, 4, q4, q5, q6, q7);
        if (rows > 8) FourRows.Store(c + 8, 0, 4, p8, p9, p10, p11);
        if (rows > 8) FourRows.Store(c + 8, 16, 4, q8, q9, q10, q11);
    }
}
