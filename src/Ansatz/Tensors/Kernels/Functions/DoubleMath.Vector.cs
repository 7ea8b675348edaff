using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    // Adding 1.5 · 2⁵² leaves the nearest integer in the low bits of the significand.
    private const double RoundToInteger = 6755399441055744.0;

    /// <summary>eˣ in each lane: the bits of <see cref="Exp(double)"/>.</summary>
    public static Vector512<double> Exp(Vector512<double> x)
    {
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(710.0)), Vector512.Create(710.0), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-746.0)), Vector512.Create(-746.0), x);
        var shifted = x * Vector512.Create(Log2E) + Vector512.Create(RoundToInteger);
        var n = shifted.AsInt64() - Vector512.Create(RoundToInteger).AsInt64();
        var nearest = shifted - Vector512.Create(RoundToInteger);
        var high = Fma(nearest, Vector512.Create(-Ln2High), x);
        var r = Fma(nearest, Vector512.Create(-Ln2Low), high);
        var low = Fma(nearest, Vector512.Create(-Ln2Low), high - r);

        var p = Fma(r * r, Horner(r, ExpCoefficients), low);
        var sum = Vector512<double>.One + r;
        sum += ((Vector512<double>.One - sum) + r) + p;

        // ⌊n/2⌋ by a logical shift, because some machines cannot shift 64-bit lanes arithmetically.
        var n1 = ((n + Vector512.Create(2048L)) >>> 1) - Vector512.Create(1024L);
        return sum * PowerOfTwo(n1) * PowerOfTwo(n - n1);
    }

    /// <summary>ln x in each lane: the bits of <see cref="Log(double)"/>.</summary>
    public static Vector512<double> Log(Vector512<double> x)
    {
        var subnormal = Vector512.LessThan(x, Vector512.Create(2.2250738585072014e-308));
        var scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(18014398509481984.0), x).AsInt64();
        var m = (((scaled - Vector512.Create(SqrtHalfBits)) & Vector512.Create(FractionMask)) + Vector512.Create(SqrtHalfBits)).AsDouble();

        // k + 1023 as the low bits of 2⁵² + (k + 1023).
        const long OneBits = 1023L << 52;
        const double Offset = 4503599627370496.0;
        var biased = (scaled + Vector512.Create(OneBits - SqrtHalfBits)) >>> 52;
        var k = (biased | Vector512.Create(Offset).AsInt64()).AsDouble() - Vector512.Create(Offset + 1023);
        k -= subnormal & Vector512.Create(54.0);

        var f = m - Vector512<double>.One;
        var s = f / (Vector512.Create(2.0) + f);
        var z = s * s;
        var halfSquare = Vector512.Create(0.5) * f * f;
        var tail = s * Fma(z, Horner(z, LogCoefficients), halfSquare);
        var inside = Fma(k, Vector512.Create(Ln2High), f - (halfSquare - Fma(k, Vector512.Create(Ln2Low), tail)));

        var infinity = Vector512.Create(double.PositiveInfinity);
        var outside = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, Vector512.Create(double.NaN));
        outside = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), -infinity, outside);
        var valid = Vector512.GreaterThan(x, Vector512<double>.Zero) & Vector512.LessThan(x, infinity);
        return Vector512.ConditionalSelect(valid, inside, outside);
    }

    /// <summary>c₀ + c₁x + c₂x² + … in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Horner(Vector512<double> x, ReadOnlySpan<double> coefficients)
    {
        var sum = Vector512.Create(coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--) sum = Fma(sum, x, Vector512.Create(coefficients[i]));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();
}
