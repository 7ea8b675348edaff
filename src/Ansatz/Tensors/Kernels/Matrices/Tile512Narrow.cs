using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 12, 8 or 4 rows and 16 columns for narrow outputs: row i is in pᵢ, one column per lane. 8 accumulators still hide the latency of FMA.
/// </summary>
internal static unsafe class Tile512Narrow
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(float** a, float* b, in TermStrides terms, float** c, bool continued) where TRows : ICount
    {
        var rows = TRows.Value;
        float* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        float* a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
        float* a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
        Vector512<float> p0 = Zero, p1 = Zero, p2 = Zero, p3 = Zero, p4 = Zero, p5 = Zero;
        Vector512<float> p6 = Zero, p7 = Zero, p8 = Zero, p9 = Zero, p10 = Zero, p11 = Zero;
        if (continued)
        {
            p0 = Load(c[0]);
            p1 = Load(c[1]);
            p2 = Load(c[2]);
            p3 = Load(c[3]);
            if (rows > 4)
            {
                p4 = Load(c[4]);
                p5 = Load(c[5]);
                p6 = Load(c[6]);
                p7 = Load(c[7]);
            }
            if (rows > 8)
            {
                p8 = Load(c[8]);
                p9 = Load(c[9]);
                p10 = Load(c[10]);
                p11 = Load(c[11]);
            }
        }
        nint o = 0, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector512<float> l = Load(t);
                    p0 = FusedMultiplyAdd(Create(a0[o]), l, p0);
                    p1 = FusedMultiplyAdd(Create(a1[o]), l, p1);
                    p2 = FusedMultiplyAdd(Create(a2[o]), l, p2);
                    p3 = FusedMultiplyAdd(Create(a3[o]), l, p3);
                    if (rows > 4)
                    {
                        p4 = FusedMultiplyAdd(Create(a4[o]), l, p4);
                        p5 = FusedMultiplyAdd(Create(a5[o]), l, p5);
                        p6 = FusedMultiplyAdd(Create(a6[o]), l, p6);
                        p7 = FusedMultiplyAdd(Create(a7[o]), l, p7);
                    }
                    if (rows > 8)
                    {
                        p8 = FusedMultiplyAdd(Create(a8[o]), l, p8);
                        p9 = FusedMultiplyAdd(Create(a9[o]), l, p9);
                        p10 = FusedMultiplyAdd(Create(a10[o]), l, p10);
                        p11 = FusedMultiplyAdd(Create(a11[o]), l, p11);
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
        (p0 + Zero).Store(c[0]);
        (p1 + Zero).Store(c[1]);
        (p2 + Zero).Store(c[2]);
        (p3 + Zero).Store(c[3]);
        if (rows > 4)
        {
            (p4 + Zero).Store(c[4]);
            (p5 + Zero).Store(c[5]);
            (p6 + Zero).Store(c[6]);
            (p7 + Zero).Store(c[7]);
        }
        if (rows > 8)
        {
            (p8 + Zero).Store(c[8]);
            (p9 + Zero).Store(c[9]);
            (p10 + Zero).Store(c[10]);
            (p11 + Zero).Store(c[11]);
        }
    }

    private static Vector512<float> Zero => Vector512<float>.Zero;
}
