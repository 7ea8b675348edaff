using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>
/// The sixteen virtual lanes of every kernel, for any width of the hardware's vectors: how a remainder is loaded and stored, and the one order in which
/// lanes are summed.
/// </summary>
internal static class Lanes
{
    /// <summary>Floats in a vector.</summary>
    public const int Count = 16;

    /// <summary>The first 16 values; if there are fewer, zeros follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ReadOnlySpan<float> source) =>
        source.Length >= Count
            ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(source))
            : LoadRemainder(source);

    /// <summary>
    /// The first <paramref name="count"/> values followed by zeros. If memory up to <paramref name="end"/> is readable, this is one load and a mask.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> LoadFirst(float* source, int count, float* end) =>
        source + Count > end ? Load(new ReadOnlySpan<float>(source, count))
        : count >= Count ? Vector512.Load(source)
        : Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), Vector512.Load(source), Vector512<float>.Zero);

    /// <summary>Writes 16 lanes, or as many as fit in the destination.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, Span<float> destination)
    {
        if (destination.Length >= Count)
            value.StoreUnsafe(ref MemoryMarshal.GetReference(destination));
        else
            StoreRemainder(value, destination);
    }

    /// <summary>
    /// The sum of 16 lanes by halves: lane i takes lane i + 8, then i + 4, i + 2, i + 1. Every sum of lanes uses this tree,
    /// because it decides bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fold(Vector512<float> value)
    {
        var four = Four(value);
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>Four of these sums at the cost of one: the last two steps share vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        if (!Sse.IsSupported) return Vector128.Create(Fold(v0), Fold(v1), Fold(v2), Fold(v3));
        Vector128<float> f0 = Four(v0), f1 = Four(v1), f2 = Four(v2), f3 = Four(v3);
        var two01 = Sse.UnpackLow(f0, f1) + Sse.UnpackHigh(f0, f1);
        var two23 = Sse.UnpackLow(f2, f3) + Sse.UnpackHigh(f2, f3);
        return Sse.MoveLowToHigh(two01, two23) + Sse.MoveHighToLow(two23, two01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(Vector512<float> value)
    {
        var eight = value.GetLower() + value.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }

    /// <summary>The sum of 8 lanes by halves, as for floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fold(Vector512<double> value)
    {
        var four = value.GetLower() + value.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> LoadRemainder(ReadOnlySpan<float> source)
    {
        var lanes = Vector512<float>.Zero;
        source.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<float>, float>(ref lanes), Count));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreRemainder(Vector512<float> value, Span<float> destination) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<float>, float>(ref value), Count)[..destination.Length].CopyTo(destination);
}
