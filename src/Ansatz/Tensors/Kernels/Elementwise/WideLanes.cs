using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Halves of the sixteen lanes in double: loads, stores and conversions of 8 numbers.</summary>
internal static unsafe class WideLanes
{
    /// <summary>Doubles in a vector.</summary>
    public const int Count = 8;

    /// <summary>8 floats as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(float* from) =>
        Vector512.Create(Vector256.Create(Vector128.WidenLower(Vector128.Load(from)), Vector128.WidenUpper(Vector128.Load(from))),
            Vector256.Create(Vector128.WidenLower(Vector128.Load(from + 4)), Vector128.WidenUpper(Vector128.Load(from + 4))));

    /// <summary>The first 8 values, or as many as there are; zeros follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source, int count) => count >= Count ? Vector512.Load(source) : LoadRemainder(source, count);

    /// <summary>Writes 8 values, or as many as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, double* destination, int count)
    {
        if (count >= Count) value.Store(destination);
        else
            for (var i = 0; i < count; i++) destination[i] = value[i];
    }

    /// <summary>Sixteen lanes whose bits are all 1 where those of the halves are, and 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mask(Vector512<double> low, Vector512<double> high) =>
        Vector512.Equals(Vector512.Narrow(low & Vector512<double>.One, high & Vector512<double>.One), Vector512<float>.One);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> LoadRemainder(double* source, int count)
    {
        var all = stackalloc double[Count];
        for (var i = 0; i < Count; i++) all[i] = i < count ? source[i] : 0;
        return Vector512.Load(all);
    }
}
