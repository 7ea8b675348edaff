using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// A tile for outputs with 1 to 4 columns, whose rows of A are contiguous: the lanes lie along the sum. Lane l of an output is the chain over
/// the terms l, l + 16, l + 32, … of each run, and the sixteen are folded by <see cref="Lanes.Fold(Vector512{float})"/>.
/// </summary>
/// <remarks>
/// B is packed by <see cref="Pack"/>: for each column each run, filled up with zeros to a multiple of 16. A must be readable as far: the
/// finite values found there are multiplied by these zeros. Four rows and four columns keep 16 chains going: row i's are in pᵢ to sᵢ.
/// </remarks>
internal static unsafe class DotTile
{
    public const int Rows = 4;
    public const int MostColumns = 4;

    /// <summary>The packed length of a run of <paramref name="length"/> terms.</summary>
    public static int PackedLength(int length) => (length + 15) & ~15;

    /// <summary>packed[j, r, k] = b(r·length + k, j) for k &lt; length, then zeros to the packed length.</summary>
    public static void Pack(in Matrix b, int runs, int length, int columns, float* packed)
    {
        for (var j = 0; j < columns; j++)
            for (var r = 0; r < runs; r++)
                for (var k = 0; k < PackedLength(length); k++) *packed++ = k < length ? *b.At((nint)r * length + k, j) : 0;
    }

    /// <param name="a">The addresses of 4 rows' first elements; a missing row repeats another.</param>
    /// <param name="b">Packed columns.</param>
    /// <param name="walk">Its Runs, Length and ARun; AStep is 1.</param>
    /// <param name="c">The addresses of each row's first output.</param>
    /// <param name="cColumn">The distance from one column's output to the next.</param>
    /// <param name="rows">Rows to store, 1 to 4.</param>
    /// <param name="columns">1 to 4.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    public static void Multiply(float** a, float* b, in Walk walk, float** c, nint cColumn, int rows, int columns, bool accumulate)
    {
        var sums = stackalloc float[Rows * MostColumns];
        switch (columns)
        {
            case 1: Run<One>(a, b, walk, sums); break;
            case 2: Run<Two>(a, b, walk, sums); break;
            case 3: Run<Three>(a, b, walk, sums); break;
            default: Run<Four>(a, b, walk, sums); break;
        }
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
            {
                var sum = sums[i * MostColumns + j];
                c[i][j * cColumn] = accumulate ? c[i][j * cColumn] + sum : sum;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TColumns>(float** a, float* b, in Walk walk, float* sums) where TColumns : ICount
    {
        var columns = TColumns.Value;
        float* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        nint bColumn = walk.Runs * PackedLength(walk.Length);
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        Vector512<float> r0 = default, r1 = default, r2 = default, r3 = default, s0 = default, s1 = default, s2 = default, s3 = default;
        for (var run = 0; run < walk.Runs; run++)
        {
            var o = run * walk.ARun;
            for (var left = walk.Length; left > 0; left -= 16, o += 16, b += 16)
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
        (sums[0], sums[4], sums[8], sums[12]) = (Lanes.Fold(p0), Lanes.Fold(p1), Lanes.Fold(p2), Lanes.Fold(p3));
        if (columns > 1) (sums[1], sums[5], sums[9], sums[13]) = (Lanes.Fold(q0), Lanes.Fold(q1), Lanes.Fold(q2), Lanes.Fold(q3));
        if (columns > 2) (sums[2], sums[6], sums[10], sums[14]) = (Lanes.Fold(r0), Lanes.Fold(r1), Lanes.Fold(r2), Lanes.Fold(r3));
        if (columns > 3) (sums[3], sums[7], sums[11], sums[15]) = (Lanes.Fold(s0), Lanes.Fold(s1), Lanes.Fold(s2), Lanes.Fold(s3));
    }
}
