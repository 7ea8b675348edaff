using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>erf x = 2/√π ∫₀ˣ exp(−t²) dt to 1.5 ulp; ±0 is kept. From |x| = 3.92 on it is exactly ±1.</summary>
    /// <remarks>For |x| &lt; 1, x + xP(x²). Otherwise 1 − exp(Q(|x|)) with a polynomial Q ≈ ln erfc; there erfc is below 0.16, so its error matters less.</remarks>
    public static Vector512<float> Erf(Vector512<float> x)
    {
        var sign = x & SignBit;
        var a = AtMost(x ^ sign, 4f);

        var t = a * a;
        var p = Fma(t, Vector512.Create(7.85384982e-05f), -0.000801020244f);
        p = Fma(p, t, 0.00518833054f);
        p = Fma(p, t, -0.0268538147f);
        p = Fma(p, t, 0.112835854f);
        p = Fma(p, t, -0.37612626f);
        p = Fma(p, t, 0.128379166f);
        var small = Fma(a, p, a);

        var q = Fma(a, Vector512.Create(0.000186378034f), -0.00294764782f);
        q = Fma(q, a, 0.0218380261f);
        q = Fma(q, a, -0.103106685f);
        q = Fma(q, a, -0.63814491f);
        q = Fma(q, a, -1.12708914f);
        q = Fma(q, a, -0.000341531791f);
        var large = Vector512<float>.One - ExpAbove(q);

        return Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.One), small, large) | sign;
    }
}
