using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>
    /// eˣ to 1 ulp. Above 88.72 it is +∞, below −87.34 it is subnormal (rounded once), below −103.97 it is 0.
    /// </summary>
    /// <remarks>x = n ln 2 + r with |r| ≤ ½ ln 2, eˣ = 2ⁿ(1 + r + r²q(r)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => ExpAbove(AtMost(x, 89f));

    /// <summary>
    /// The same bits as <see cref="Exp"/> for −87 ≤ x ≤ 88, where 2ⁿ is a normal number; undefined elsewhere. It omits two limits and a product, which saves a
    /// fifth of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpOfModerate(Vector512<float> x)
    {
        var r = ReduceExponent(x, out var n);
        return (ExpPolynomial(r) + Vector512<float>.One) * Vector512.ShiftLeft(n + Vector512.Create(127), 23).AsSingle();
    }

    /// <summary>
    /// eˣ − 1 to 1.5 ulp, also near 0, where subtracting 1 from a rounded eˣ would lose all digits. +∞ above 88.72, −1 below −17.33; ±0 is kept.
    /// </summary>
    /// <remarks>As in <see cref="Exp"/>, with p = r + r²q(r): eˣ − 1 = 2ⁿp + (2ⁿ − 1). Half of it is computed and then doubled, so that 2¹²⁸ does not overflow.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x)
    {
        var r = ReduceExponent(AtLeast(AtMost(x, 89f), -30f), out var n);
        var p = ExpPolynomial(r);
        var half = Vector512.ShiftLeft(n + Vector512.Create(126), 23).AsSingle();
        var scaled = Fma(half, p, half - Vector512.Create(0.5f));
        var small = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, p);
        return Vector512.ConditionalSelect(Vector512.Equals(n, Vector512<int>.Zero).AsSingle(), small, scaled + scaled);
    }

    /// <summary>
    /// The logistic function σ(x) = 1 / (1 + e⁻ˣ) to 2.5 ulp. It is 0 below −103.97, subnormal below −87.34, and exactly 1 from 17.33 on.
    /// </summary>
    /// <remarks>It is computed from e⁻|ˣ|, which cannot overflow: for x &lt; 0, σ(x) = e⁻|ˣ| / (1 + e⁻|ˣ|).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        var e = ExpAbove(x | SignBit);
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512<float>.One);
        return numerator / (Vector512<float>.One + e);
    }

    /// <summary>Whether u &lt; σ(x): a lane has all bits set if it is. The inequality is multiplied by the denominator of <see cref="Sigmoid"/>, so there is no division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IsBelowSigmoid(Vector512<float> u, Vector512<float> x)
    {
        var e = ExpAbove(x | SignBit);
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512<float>.One);
        return Vector512.LessThan(Vector512.FusedMultiplyAdd(u, e, u), numerator);
    }

    /// <summary>tanh x to 1.5 ulp; ±0 is kept. From |x| = 9.02 on it is exactly ±1.</summary>
    /// <remarks>For |x| &lt; 0.625, an odd polynomial. Otherwise 1 − 2 / (e²|ˣ| + 1), whose quotient is below ½, so its error is halved.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        var sign = x & SignBit;
        var a = AtMost(x ^ sign, 10f);

        var r = ReduceExponent(a + a, out var n);
        var p = ExpPolynomial(r) + Vector512<float>.One;
        var e = p * Vector512.ShiftLeft(n + Vector512.Create(127), 23).AsSingle();
        var large = Vector512<float>.One - Vector512.Create(2f) / (e + Vector512<float>.One);

        var t = a * a;
        var q = Fma(t, Vector512.Create(-0.0057050637f), 0.0206392054f);
        q = Fma(q, t, -0.0537397712f);
        q = Fma(q, t, 0.133314431f);
        q = Fma(q, t, -0.333332807f);
        var small = Fma(a * t, q, a);

        return Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512.Create(0.625f)), small, large) | sign;
    }

    /// <summary>eˣ for x ≤ 89 or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpAbove(Vector512<float> x)
    {
        var r = ReduceExponent(AtLeast(x, -104f), out var n);
        var p = ExpPolynomial(r) + Vector512<float>.One;

        // 2ⁿ as two factors, which are normal numbers for −151 ≤ n ≤ 129. Only the second product can be rounded, if it is subnormal.
        var n1 = Vector512.ShiftRightArithmetic(n, 1);
        var n2 = n - n1;
        var bias = Vector512.Create(127);
        return p * Vector512.ShiftLeft(n1 + bias, 23).AsSingle() * Vector512.ShiftLeft(n2 + bias, 23).AsSingle();
    }

    /// <summary>r = x − n ln 2 for the integer n nearest to x / ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReduceExponent(Vector512<float> x, out Vector512<int> n)
    {
        var shifted = Fma(x, Vector512.Create(Log2E), RoundToInteger);
        n = shifted.AsInt32() - Vector512.Create(RoundToInteger).AsInt32();
        var rounded = shifted - Vector512.Create(RoundToInteger);
        return Fma(rounded, Vector512.Create(-Ln2Low), Fma(rounded, Vector512.Create(-Ln2High), x));
    }

    /// <summary>eʳ − 1 for |r| ≤ ½ ln 2, as r + r²q(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpPolynomial(Vector512<float> r)
    {
        var q = Fma(r, Vector512.Create(0.00138146395f), 0.00836871658f);
        q = Fma(q, r, 0.041668389f);
        q = Fma(q, r, 0.166665211f);
        q = Fma(q, r, 0.49999994f);
        return Fma(r * r, q, r);
    }
}
