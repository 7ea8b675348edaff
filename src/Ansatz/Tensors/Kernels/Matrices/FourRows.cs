using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>What the tiles of 512-bit vectors do with a square of four rows and sixteen columns: they load it, add one term to it, and store it.</summary>
/// <remarks>These methods are inlined, so the four vectors stay in registers. The number of rows is a constant at each call, and the unused branches are removed.</remarks>
internal static unsafe class FourRows
{
    /// <summary>Reads 16 columns of each row, from the given column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(float** c, int column, out Vector512<float> v0, out Vector512<float> v1, out Vector512<float> v2, out Vector512<float> v3)
    {
        v0 = Vector512.Load(c[0] + column);
        v1 = Vector512.Load(c[1] + column);
        v2 = Vector512.Load(c[2] + column);
        v3 = Vector512.Load(c[3] + column);
    }

    /// <summary>vᵢ += xᵢ·y for the first rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        int rows, Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3, Vector512<float> y,
        ref Vector512<float> v0, ref Vector512<float> v1, ref Vector512<float> v2, ref Vector512<float> v3)
    {
        v0 = Vector512.FusedMultiplyAdd(x0, y, v0);
        if (rows > 1) v1 = Vector512.FusedMultiplyAdd(x1, y, v1);
        if (rows > 2) v2 = Vector512.FusedMultiplyAdd(x2, y, v2);
        if (rows > 3) v3 = Vector512.FusedMultiplyAdd(x3, y, v3);
    }

    /// <summary>Writes 16 columns of the first rows. Adding 0 turns −0 into 0, which a tile never stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float** c, int column, int rows, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        (v0 + Vector512<float>.Zero).Store(c[0] + column);
        if (rows > 1) (v1 + Vector512<float>.Zero).Store(c[1] + column);
        if (rows > 2) (v2 + Vector512<float>.Zero).Store(c[2] + column);
        if (rows > 3) (v3 + Vector512<float>.Zero).Store(c[3] + column);
    }
}
