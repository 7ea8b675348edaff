using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 12 rows and 32 columns in 24 accumulators, enough to hide the latency of FMA twice over: each term loads 32 columns of B,
/// broadcasts 12 elements of A and does 24 multiply-adds. Row i is in pᵢ (columns 0 to 15, one per lane) and qᵢ (columns 16 to 31).
/// With 8 or 4 rows, for the last rows of an output, it costs two thirds or one third as much. It can pack the rows of B for the tiles that follow:
/// the stores are hidden by the multiply-adds, while a separate pass over B took 8 % of a product of 128 rows.
/// </summary>
internal static unsafe class Tile512
{
    /// <param name="a">As in <see cref="Tile.Multiply"/>, like the next four parameters.</param>
    /// <param name="b">See <paramref name="a"/>.</param>
    /// <param name="terms">See <paramref name="a"/>.</param>
    /// <param name="c">See <paramref name="a"/>.</param>
    /// <param name="continued">See <paramref name="a"/>.</param>
    /// <param name="panel">Where the rows of B are packed if TPacks is 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TPacks>(float** a, float* b, in TermStrides terms, float** c, bool continued, float* panel = null)
        where TRows : ICount where TPacks : ICount
    {
        var rows = TRows.Value;
        float* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        float* a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
        float* a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
        Vector512<float> p0 = Zero, p1 = Zero, p2 = Zero, p3 = Zero, p4 = Zero, p5 = Zero;
        Vector512<float> p6 = Zero, p7 = Zero, p8 = Zero, p9 = Zero, p10 = Zero, p11 = Zero;
        Vector512<float> q0 = Zero, q1 = Zero, q2 = Zero, q3 = Zero, q4 = Zero, q5 = Zero;
        Vector512<float> q6 = Zero, q7 = Zero, q8 = Zero, q9 = Zero, q10 = Zero, q11 = Zero;
        if (continued)
        {
            p0 = Load(c[0]); q0 = Load(c[0] + 16);
            p1 = Load(c[1]); q1 = Load(c[1] + 16);
            p2 = Load(c[2]); q2 = Load(c[2] + 16);
            p3 = Load(c[3]); q3 = Load(c[3] + 16);
            if (rows > 4)
            {
                p4 = Load(c[4]); q4 = Load(c[4] + 16);
                p5 = Load(c[5]); q5 = Load(c[5] + 16);
                p6 = Load(c[6]); q6 = Load(c[6] + 16);
                p7 = Load(c[7]); q7 = Load(c[7] + 16);
            }
            if (rows > 8)
            {
                p8 = Load(c[8]); q8 = Load(c[8] + 16);
                p9 = Load(c[9]); q9 = Load(c[9] + 16);
                p10 = Load(c[10]); q10 = Load(c[10] + 16);
                p11 = Load(c[11]); q11 = Load(c[11] + 16);
            }
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
        (p0 + Zero).Store(c[0]); (q0 + Zero).Store(c[0] + 16);
        (p1 + Zero).Store(c[1]); (q1 + Zero).Store(c[1] + 16);
        (p2 + Zero).Store(c[2]); (q2 + Zero).Store(c[2] + 16);
        (p3 + Zero).Store(c[3]); (q3 + Zero).Store(c[3] + 16);
        if (rows > 4)
        {
            (p4 + Zero).Store(c[4]); (q4 + Zero).Store(c[4] + 16);
            (p5 + Zero).Store(c[5]); (q5 + Zero).Store(c[5] + 16);
            (p6 + Zero).Store(c[6]); (q6 + Zero).Store(c[6] + 16);
            (p7 + Zero).Store(c[7]); (q7 + Zero).Store(c[7] + 16);
        }
        if (rows > 8)
        {
            (p8 + Zero).Store(c[8]); (q8 + Zero).Store(c[8] + 16);
            (p9 + Zero).Store(c[9]); (q9 + Zero).Store(c[9] + 16);
            (p10 + Zero).Store(c[10]); (q10 + Zero).Store(c[10] + 16);
            (p11 + Zero).Store(c[11]); (q11 + Zero).Store(c[11] + 16);
        }
    }

    private static Vector512<float> Zero => Vector512<float>.Zero;
}
