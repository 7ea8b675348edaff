using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 6 rows and 16 columns for AVX2's 16 registers: 12 accumulators, two vectors of B and one broadcast element of A. Row i is
/// in pᵢ (columns 0 to 7, one per lane) and qᵢ (columns 8 to 15). Adding zero before a store turns −0 into 0, see <see cref="Tile"/>.
/// </summary>
internal static unsafe class Tile256
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float** a, float* b, in TermStrides terms, float** c, int column, bool continued)
    {
        float* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4], a5 = a[5];
        Vector256<float> p0 = Zero, p1 = Zero, p2 = Zero, p3 = Zero, p4 = Zero, p5 = Zero;
        Vector256<float> q0 = Zero, q1 = Zero, q2 = Zero, q3 = Zero, q4 = Zero, q5 = Zero;
        if (continued)
        {
            p0 = Load(c[0] + column); q0 = Load(c[0] + column + 8);
            p1 = Load(c[1] + column); q1 = Load(c[1] + column + 8);
            p2 = Load(c[2] + column); q2 = Load(c[2] + column + 8);
            p3 = Load(c[3] + column); q3 = Load(c[3] + column + 8);
            p4 = Load(c[4] + column); q4 = Load(c[4] + column + 8);
            p5 = Load(c[5] + column); q5 = Load(c[5] + column + 8);
        }
        nint o = 0, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b + column;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector256<float> l = Load(t), u = Load(t + 8), x;
                    x = Create(a0[o]); p0 = FusedMultiplyAdd(x, l, p0); q0 = FusedMultiplyAdd(x, u, q0);
                    x = Create(a1[o]); p1 = FusedMultiplyAdd(x, l, p1); q1 = FusedMultiplyAdd(x, u, q1);
                    x = Create(a2[o]); p2 = FusedMultiplyAdd(x, l, p2); q2 = FusedMultiplyAdd(x, u, q2);
                    x = Create(a3[o]); p3 = FusedMultiplyAdd(x, l, p3); q3 = FusedMultiplyAdd(x, u, q3);
                    x = Create(a4[o]); p4 = FusedMultiplyAdd(x, l, p4); q4 = FusedMultiplyAdd(x, u, q4);
                    x = Create(a5[o]); p5 = FusedMultiplyAdd(x, l, p5); q5 = FusedMultiplyAdd(x, u, q5);
                    o += aStep;
                    t += bStep;
                }
                o += aRunSkip;
                t += bRunSkip;
            }
            o += terms.AGroupSkip;
            t += terms.BGroupSkip;
        }
        (p0 + Zero).Store(c[0] + column); (q0 + Zero).Store(c[0] + column + 8);
        (p1 + Zero).Store(c[1] + column); (q1 + Zero).Store(c[1] + column + 8);
        (p2 + Zero).Store(c[2] + column); (q2 + Zero).Store(c[2] + column + 8);
        (p3 + Zero).Store(c[3] + column); (q3 + Zero).Store(c[3] + column + 8);
        (p4 + Zero).Store(c[4] + column); (q4 + Zero).Store(c[4] + column + 8);
        (p5 + Zero).Store(c[5] + column); (q5 + Zero).Store(c[5] + column + 8);
    }

    private static Vector256<float> Zero => Vector256<float>.Zero;
}
