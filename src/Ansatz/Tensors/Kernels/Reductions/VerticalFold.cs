using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Sixteen sums at a time, one per lane, in the order in which one row is summed: term i belongs to chain i mod 16, and the chains are added like the lanes in
/// <see cref="Lanes.Fold(Vector512{float})"/>. So a sum has the same bits whether its terms are in a row or in a column.
/// </summary>
internal static unsafe class VerticalFold
{
    /// <summary>The length of the chains in floats.</summary>
    public const int Room = Lanes.Count * Lanes.Count;

    /// <summary>Adds term number <paramref name="i"/>; terms are added in order from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* chains, int i, Vector512<float> term)
    {
        var chain = chains + i % Lanes.Count * Lanes.Count;
        (i < Lanes.Count ? term : Vector512.Load(chain) + term).Store(chain);
    }

    /// <summary>The sums of <paramref name="count"/> terms, 1 or more. Chains that began with no term count as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sum(float* chains, int count)
    {
        var left = Math.Min(count, Lanes.Count);
        for (var half = Lanes.Count / 2; half > 0; half /= 2)
        {
            for (var i = 0; i + half < left; i++)
                (Vector512.Load(chains + i * Lanes.Count) + Vector512.Load(chains + (i + half) * Lanes.Count)).Store(chains + i * Lanes.Count);
            left = Math.Min(left, half);
        }
        return Vector512.Load(chains);
    }
}
