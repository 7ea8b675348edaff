using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 1 to 4 rows and 1 to 6 vectors of 16 columns, for outputs with few rows: B is read in place, once for all rows. Row i's
/// sums are in pᵢ to uᵢ. The chains, and so the bits, are those of <see cref="Tile"/>.
/// </summary>
internal static unsafe class Tile512Wide
{
    private const int MostVectors = 6;

    /// <summary>C = A·B for up to 4 rows and any multiple of 16 columns; B is read in place.</summary>
    public static void Multiply(float** a, float* b, in TermStrides terms, float** c, int rows, int columns, bool continued)
    {
        var at = stackalloc float*[4];
        for (var column = 0; column < columns; column += 16 * MostVectors)
        {
            for (var i = 0; i < rows; i++) at[i] = c[i] + column;
            var vectors = Math.Min(MostVectors, (columns - column) / 16);
            switch (rows)
            {
                case 1: Multiply<One>(a, b + column, terms, at, vectors, continued); break;
                case 2: Multiply<Two>(a, b + column, terms, at, vectors, continued); break;
                case 3: Multiply<Three>(a, b + column, terms, at, vectors, continued); break;
                default: Multiply<Four>(a, b + column, terms, at, vectors, continued); break;
            }
        }
    }

    private static void Multiply<TRows>(float** a, float* b, in TermStrides terms, float** c, int vectors, bool continued) where TRows : ICount
    {
        switch (vectors)
        {
            case 1: Run<TRows, One>(a, b, terms, c, continued); break;
            case 2: Run<TRows, Two>(a, b, terms, c, continued); break;
            case 3: Run<TRows, Three>(a, b, terms, c, continued); break;
            case 4: Run<TRows, Four>(a, b, terms, c, continued); break;
            case 5: Run<TRows, Five>(a, b, terms, c, continued); break;
            default: Run<TRows, Six>(a, b, terms, c, continued); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors>(float** a, float* b, in TermStrides terms, float** c, bool continued)
        where TRows : ICount where TVectors : ICount
    {
        int rows = TRows.Value, vectors = TVectors.Value;
        float* a0 = a[0], a1 = rows > 1 ? a[1] : a0, a2 = rows > 2 ? a[2] : a0, a3 = rows > 3 ? a[3] : a0;
        float* c0 = c[0], c1 = rows > 1 ? c[1] : c0, c2 = rows > 2 ? c[2] : c0, c3 = rows > 3 ? c[3] : c0;
        Vector512<float> p0 = default, q0 = default, r0 = default, s0 = default, t0 = default, u0 = default;
        Vector512<float> p1 = default, q1 = default, r1 = default, s1 = default, t1 = default, u1 = default;
        Vector512<float> p2 = default, q2 = default, r2 = default, s2 = default, t2 = default, u2 = default;
        Vector512<float> p3 = default, q3 = default, r3 = default, s3 = default, t3 = default, u3 = default;
        if (continued)
        {
            if (vectors > 0) { p0 = Load(c0); p1 = Load(c1); p2 = Load(c2); p3 = Load(c3); }
            if (vectors > 1) { q0 = Load(c0 + 16); q1 = Load(c1 + 16); q2 = Load(c2 + 16); q3 = Load(c3 + 16); }
            if (vectors > 2) { r0 = Load(c0 + 32); r1 = Load(c1 + 32); r2 = Load(c2 + 32); r3 = Load(c3 + 32); }
            if (vectors > 3) { s0 = Load(c0 + 48); s1 = Load(c1 + 48); s2 = Load(c2 + 48); s3 = Load(c3 + 48); }
            if (vectors > 4) { t0 = Load(c0 + 64); t1 = Load(c1 + 64); t2 = Load(c2 + 64); t3 = Load(c3 + 64); }
            if (vectors > 5) { u0 = Load(c0 + 80); u1 = Load(c1 + 80); u2 = Load(c2 + 80); u3 = Load(c3 + 80); }
        }
        nint o = 0, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector512<float> x0 = Create(a0[o]), x1 = Create(a1[o]), x2 = Create(a2[o]), x3 = Create(a3[o]), y;
                    if (vectors > 0)
                    {
                        y = Load(t);
                        p0 = FusedMultiplyAdd(x0, y, p0);
                        if (rows > 1) p1 = FusedMultiplyAdd(x1, y, p1);
                        if (rows > 2) p2 = FusedMultiplyAdd(x2, y, p2);
                        if (rows > 3) p3 = FusedMultiplyAdd(x3, y, p3);
                    }
                    if (vectors > 1)
                    {
                        y = Load(t + 16);
                        q0 = FusedMultiplyAdd(x0, y, q0);
                        if (rows > 1) q1 = FusedMultiplyAdd(x1, y, q1);
                        if (rows > 2) q2 = FusedMultiplyAdd(x2, y, q2);
                        if (rows > 3) q3 = FusedMultiplyAdd(x3, y, q3);
                    }
                    if (vectors > 2)
                    {
                        y = Load(t + 32);
                        r0 = FusedMultiplyAdd(x0, y, r0);
                        if (rows > 1) r1 = FusedMultiplyAdd(x1, y, r1);
                        if (rows > 2) r2 = FusedMultiplyAdd(x2, y, r2);
                        if (rows > 3) r3 = FusedMultiplyAdd(x3, y, r3);
                    }
                    if (vectors > 3)
                    {
                        y = Load(t + 48);
                        s0 = FusedMultiplyAdd(x0, y, s0);
                        if (rows > 1) s1 = FusedMultiplyAdd(x1, y, s1);
                        if (rows > 2) s2 = FusedMultiplyAdd(x2, y, s2);
                        if (rows > 3) s3 = FusedMultiplyAdd(x3, y, s3);
                    }
                    if (vectors > 4)
                    {
                        y = Load(t + 64);
                        t0 = FusedMultiplyAdd(x0, y, t0);
                        if (rows > 1) t1 = FusedMultiplyAdd(x1, y, t1);
                        if (rows > 2) t2 = FusedMultiplyAdd(x2, y, t2);
                        if (rows > 3) t3 = FusedMultiplyAdd(x3, y, t3);
                    }
                    if (vectors > 5)
                    {
                        y = Load(t + 80);
                        u0 = FusedMultiplyAdd(x0, y, u0);
                        if (rows > 1) u1 = FusedMultiplyAdd(x1, y, u1);
                        if (rows > 2) u2 = FusedMultiplyAdd(x2, y, u2);
                        if (rows > 3) u3 = FusedMultiplyAdd(x3, y, u3);
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
        if (vectors > 0)
        {
            (p0 + Vector512<float>.Zero).Store(c0);
            if (rows > 1) (p1 + Vector512<float>.Zero).Store(c1);
            if (rows > 2) (p2 + Vector512<float>.Zero).Store(c2);
            if (rows > 3) (p3 + Vector512<float>.Zero).Store(c3);
        }
        if (vectors > 1)
        {
            (q0 + Vector512<float>.Zero).Store(c0 + 16);
            if (rows > 1) (q1 + Vector512<float>.Zero).Store(c1 + 16);
            if (rows > 2) (q2 + Vector512<float>.Zero).Store(c2 + 16);
            if (rows > 3) (q3 + Vector512<float>.Zero).Store(c3 + 16);
        }
        if (vectors > 2)
        {
            (r0 + Vector512<float>.Zero).Store(c0 + 32);
            if (rows > 1) (r1 + Vector512<float>.Zero).Store(c1 + 32);
            if (rows > 2) (r2 + Vector512<float>.Zero).Store(c2 + 32);
            if (rows > 3) (r3 + Vector512<float>.Zero).Store(c3 + 32);
        }
        if (vectors > 3)
        {
            (s0 + Vector512<float>.Zero).Store(c0 + 48);
            if (rows > 1) (s1 + Vector512<float>.Zero).Store(c1 + 48);
            if (rows > 2) (s2 + Vector512<float>.Zero).Store(c2 + 48);
            if (rows > 3) (s3 + Vector512<float>.Zero).Store(c3 + 48);
        }
        if (vectors > 4)
        {
            (t0 + Vector512<float>.Zero).Store(c0 + 64);
            if (rows > 1) (t1 + Vector512<float>.Zero).Store(c1 + 64);
            if (rows > 2) (t2 + Vector512<float>.Zero).Store(c2 + 64);
            if (rows > 3) (t3 + Vector512<float>.Zero).Store(c3 + 64);
        }
        if (vectors > 5)
        {
            (u0 + Vector512<float>.Zero).Store(c0 + 80);
            if (rows > 1) (u1 + Vector512<float>.Zero).Store(c1 + 80);
            if (rows > 2) (u2 + Vector512<float>.Zero).Store(c2 + 80);
            if (rows > 3) (u3 + Vector512<float>.Zero).Store(c3 + 80);
        }
    }
}
