using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile of 1 to 4 rows and 1 to 6 vectors of 16 columns, for outputs with few rows: B is read in place, once for all rows. The
/// sums of row i are in pᵢ to uᵢ. The chains, and so the bits, are those of <see cref="Tile"/>.
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
            for (var i = 0; i < 4; i++) at[i] = c[Math.Min(i, rows - 1)] + column; // missing rows repeat the last one; their sums are not stored
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
        Vector512<float> p0 = default, q0 = default, r0 = default, s0 = default, t0 = default, u0 = default;
        Vector512<float> p1 = default, q1 = default, r1 = default, s1 = default, t1 = default, u1 = default;
        Vector512<float> p2 = default, q2 = default, r2 = default, s2 = default, t2 = default, u2 = default;
        Vector512<float> p3 = default, q3 = default, r3 = default, s3 = default, t3 = default, u3 = default;
        if (continued)
        {
            FourRows.Load(c, 0, out p0, out p1, out p2, out p3);
            if (vectors > 1) FourRows.Load(c, 16, out q0, out q1, out q2, out q3);
            if (vectors > 2) FourRows.Load(c, 32, out r0, out r1, out r2, out r3);
            if (vectors > 3) FourRows.Load(c, 48, out s0, out s1, out s2, out s3);
            if (vectors > 4) FourRows.Load(c, 64, out t0, out t1, out t2, out t3);
            if (vectors > 5) FourRows.Load(c, 80, out u0, out u1, out u2, out u3);
        }
        nint o = 0, aStep = terms.AStep, bStep = terms.BStep, aRunSkip = terms.ARunSkip, bRunSkip = terms.BRunSkip;
        var t = b;
        for (var g = terms.Groups; g > 0; g--)
        {
            for (var r = terms.Runs; r > 0; r--)
            {
                for (var k = terms.Length; k > 0; k--)
                {
                    Vector512<float> x0 = Create(a0[o]), x1 = Create(a1[o]), x2 = Create(a2[o]), x3 = Create(a3[o]);
                    FourRows.Add(rows, x0, x1, x2, x3, Load(t), ref p0, ref p1, ref p2, ref p3);
                    if (vectors > 1) FourRows.Add(rows, x0, x1, x2, x3, Load(t + 16), ref q0, ref q1, ref q2, ref q3);
                    if (vectors > 2) FourRows.Add(rows, x0, x1, x2, x3, Load(t + 32), ref r0, ref r1, ref r2, ref r3);
                    if (vectors > 3) FourRows.Add(rows, x0, x1, x2, x3, Load(t + 48), ref s0, ref s1, ref s2, ref s3);
                    if (vectors > 4) FourRows.Add(rows, x0, x1, x2, x3, Load(t + 64), ref t0, ref t1, ref t2, ref t3);
                    if (vectors > 5) FourRows.Add(rows, x0, x1, x2, x3, Load(t + 80), ref u0, ref u1, ref u2, ref u3);
                    o += aStep;
                    t += bStep;
                }
                o += aRunSkip;
                t += bRunSkip;
            }
            o += terms.AGroupSkip;
            t += terms.BGroupSkip;
        }
        FourRows.Store(c, 0, rows, p0, p1, p2, p3);
        if (vectors > 1) FourRows.Store(c, 16, rows, q0, q1, q2, q3);
        if (vectors > 2) FourRows.Store(c, 32, rows, r0, r1, r2, r3);
        if (vectors > 3) FourRows.Store(c, 48, rows, s0, s1, s2, s3);
        if (vectors > 4) FourRows.Store(c, 64, rows, t0, t1, t2, t3);
        if (vectors > 5) FourRows.Store(c, 80, rows, u0, u1, u2, u3);
    }
}
