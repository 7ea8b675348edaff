using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    // The bits of √½, rounded down. They are subtracted before the exponent is shifted out, so that x = 2ᵏm with √½ ≤ m < √2.
    private const int SqrtHalfBits = 0x3f3504f3;

    /// <summary>ln x to 1 ulp, subnormal x included. ±0 gives −∞, +∞ gives +∞, a negative x gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        // 2²⁵x is normal for every subnormal x.
        var subnormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        var scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(33554432f), x);
        var f = ReduceLogarithm(scaled, out var k) - Vector512<float>.One;
        k -= subnormal.AsInt32() & Vector512.Create(25);
        return LogarithmEdges(x, LogarithmOf(f, Vector512.ConvertToSingle(k)));
    }

    /// <summary>ln x to 1 ulp for positive, finite, normal x; undefined elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOfNormal(Vector512<float> x)
    {
        var f = ReduceLogarithm(x, out var k) - Vector512<float>.One;
        return LogarithmOf(f, Vector512.ConvertToSingle(k));
    }

    /// <summary>ln(1 + x) to 1.5 ulp, also near 0; ±0 is kept. −1 gives −∞, +∞ gives +∞, x below −1 gives NaN.</summary>
    /// <remarks>u = 1 + x = 2ᵏm is rounded. Its rounding error c = x − (u − 1) is computed exactly: 1 + x = 2ᵏ(1 + f) with f = (m − 1) + 2⁻ᵏc.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x)
    {
        var u = Vector512<float>.One + x;
        var result = LogarithmEdges(u, LogOnePlus(x, u));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, result);
    }

    /// <summary>ln(1 + eˣ) to 2 ulp, as max(x, 0) + ln(1 + e⁻|ˣ|), which cannot overflow. +∞ gives +∞, −∞ gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        var e = ExpAbove(x | SignBit);
        return AtLeast(x, 0f) + LogOnePlus(e, Vector512<float>.One + e);
    }

    /// <summary>ln(1 / (1 + e⁻ˣ)) = −ln(1 + e⁻ˣ) to 2 ulp. +∞ gives −0, −∞ gives −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogSigmoid(Vector512<float> x) => -Softplus(-x);

    /// <summary>artanh x to 2 ulp; ±0 is kept, ±1 give ±∞, |x| above 1 gives NaN.</summary>
    /// <remarks>½ ln(1 + 2a/(1 − a)) with a = |x|. The quotient is computed as 2a + 2a²/(1 − a), which has a smaller rounding error.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Atanh(Vector512<float> x)
    {
        var sign = x & SignBit;
        // |x| above 2 becomes 2, which gives NaN too. For a large a, the argument of Log1p would round to 0.
        var a = AtMost(x ^ sign, 2f);
        var twice = a + a;
        return (Vector512.Create(0.5f) * Log1p(Fma(twice, a / (Vector512<float>.One - a), twice))) | sign;
    }

    /// <summary>ln(1 + x) where u = 1 + x, rounded, is positive and finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOnePlus(Vector512<float> x, Vector512<float> u)
    {
        var lost = x - (u - Vector512<float>.One);
        var m = ReduceLogarithm(u, out var k);
        // If 2⁻ᵏ would be subnormal, there is no rounding error.
        var scale = Vector512.ShiftLeft(Vector512.Max(Vector512.Create(127) - k, Vector512<int>.Zero), 23).AsSingle();
        return LogarithmOf(Fma(lost, scale, m - Vector512<float>.One), Vector512.ConvertToSingle(k));
    }

    /// <summary>m in [√½, √2) with x = 2ᵏm, for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReduceLogarithm(Vector512<float> x, out Vector512<int> k)
    {
        var offset = x.AsInt32() - Vector512.Create(SqrtHalfBits);
        k = Vector512.ShiftRightArithmetic(offset, 23);
        return ((offset & Vector512.Create(0x7fffff)) + Vector512.Create(SqrtHalfBits)).AsSingle();
    }

    /// <summary>k ln 2 + ln(1 + f) for √½ ≤ 1 + f &lt; √2, with ln(1 + f) = f − ½f² + f³q(f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogarithmOf(Vector512<float> f, Vector512<float> k)
    {
        var q = Fma(f, Vector512.Create(0.0674663708f), -0.116756171f);
        q = Fma(q, f, 0.118881524f);
        q = Fma(q, f, -0.124056071f);
        q = Fma(q, f, 0.142195582f);
        q = Fma(q, f, -0.166679934f);
        q = Fma(q, f, 0.200021178f);
        q = Fma(q, f, -0.250000089f);
        q = Fma(q, f, 0.333333135f);
        q = Fma(q, f, -0.5f);
        var low = Fma(k, Vector512.Create(Ln2Low), f * f * q);
        return Fma(k, Vector512.Create(Ln2High), f + low);
    }

    /// <summary>Replaces the logarithm of the x that are not positive and finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogarithmEdges(Vector512<float> x, Vector512<float> inside)
    {
        var infinity = Vector512.Create(float.PositiveInfinity);
        var outside = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, Vector512.Create(float.NaN));
        outside = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), -infinity, outside);
        var valid = Vector512.GreaterThan(x, Vector512<float>.Zero) & Vector512.LessThan(x, infinity);
        return Vector512.ConditionalSelect(valid, inside, outside);
    }
}
