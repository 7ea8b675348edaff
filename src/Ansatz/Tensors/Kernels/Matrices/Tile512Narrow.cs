using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>A tile of 12, 8 or 4 rows and 16 columns, for narrow outputs. Row i is in pᵢ, one column per lane. 8 accumulators are enough to hide the latency of FMA.</summary>
/// <remarks>
/// It is a type of its own because each element of A has one use here: the compiler makes its broadcast an operand of the multiply-add. As a case of <see cref="Tile512"/>, it
/// needed a second instruction per row, and products took 25 % longer on two threads.
/// </remarks>
internal static unsafe class Tile512Narrow
{
    /// <param name="a">As in <see cref="Tile.Multiply"/>, like the next four parameters.</param>
    /// <param name="b">See <paramref name="a"/>.</param>
    /// <param name="terms">See <paramref name="a"/>.</param>
    /// <param name="c">See <paramref name="a"/>.</param>
    /// <param name="continued">See <paramref name="a"/>.</param>
    /// <typeparam name="TRows">12, 8 or 4.</typeparam>
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
            FourRows.Load(c, 0, out p0, out p1, out p2, out p3);
            if (rows > 4) FourRows.Load(c + 4, 0, out p4, out p5, out p6, out p7);
            if (rows > 8) FourRows.Load(c + 8, 0, out p8, out p9, out p10, out p11);
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
        FourRows.Store(c, 0, 4, p0, p1, p2, p3);
        if (rows > 4) FourRows.Store(c + 4, 0, 4, p4, p5, p6, p7);
        if (rows > 8) FourRows.Store(c + 8, 0, 4, p8, p9, p10, p11);
    }

    private static Vector512<float> Zero => Vector512<float>.Zero;
}
