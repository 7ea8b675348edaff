using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector128;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 2 rows and 16 columns in 128-bit vectors, for processors without AVX2: row i is in pᵢ, qᵢ, rᵢ, sᵢ, four columns each.
/// Without hardware FMA, each lane calls the software version, which is slow and rounds in the same way.
/// </summary>
internal static unsafe class Tile128
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float** a, float* b, in TermStrides terms, float** c, int column, bool continued)
    {
        float* a0 = a[0], a1 = a[1], c0 = c[0] + column, c1 = c[1] + column;
        Vector128<float> p0 = default, q0 = default, r0 = default, s0 = default, p1 = default, q1 = default, r1 = default, s1 = default;
        if (continued)
        {
            p0 = Load(c0); q0 = Load(c0 + 4); r0 = Load(c0 + 8); s0 = Load(c0 + 12);
            p1 = Load(c1); q1 = Load(c1 + 4); r1 = Load(c1 + 8); s1 = Load(c1 + 12);
        }
        nint o = 0, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b + column;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector128<float> x = Create(a0[o]), y = Create(a1[o]), v = Load(t);
                    p0 = FusedMultiplyAdd(x, v, p0); p1 = FusedMultiplyAdd(y, v, p1); v = Load(t + 4);
                    q0 = FusedMultiplyAdd(x, v, q0); q1 = FusedMultiplyAdd(y, v, q1); v = Load(t + 8);
                    r0 = FusedMultiplyAdd(x, v, r0); r1 = FusedMultiplyAdd(y, v, r1); v = Load(t + 12);
                    s0 = FusedMultiplyAdd(x, v, s0); s1 = FusedMultiplyAdd(y, v, s1);
                    o += aStep;
                    t += bStep;
                }
                o += aRunSkip;
                t += bRunSkip;
            }
            o += terms.AGroupSkip;
            t += terms.BGroupSkip;
        }
        (p0 + Vector128<float>.Zero).Store(c0); (q0 + Vector128<float>.Zero).Store(c0 + 4); (r0 + Vector128<float>.Zero).Store(c0 + 8); (s0 + Vector128<float>.Zero).Store(c0 + 12);
        (p1 + Vector128<float>.Zero).Store(c1); (q1 + Vector128<float>.Zero).Store(c1 + 4); (r1 + Vector128<float>.Zero).Store(c1 + 8); (s1 + Vector128<float>.Zero).Store(c1 + 12);
    }
}
