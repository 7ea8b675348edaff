using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>sin φ and cos φ of the angle φ = 2π·2⁻³²·n, each to 3 ulp. The reduction of an integer n is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) SinCosOfCircleFraction(Vector512<int> n)
    {
        // The nearest quarter of the circle, and the rest, which is within ±2²⁹ (an eighth of the circle).
        var quarter = Vector512.ShiftRightArithmetic(n + Vector512.Create(1 << 29), 30);
        var rest = n - Vector512.ShiftLeft(quarter, 30);
        var x = Vector512.ConvertToSingle(rest) * Vector512.Create(1.46291812e-9f);

        var t = x * x;
        var p = Fma(t, Vector512.Create(-0.000195152199f), 0.0083321603f);
        p = Fma(p, t, -0.166666552f);
        var sine = Fma(x * t, p, x);

        var q = Fma(t, Vector512.Create(2.44384191e-05f), -0.00138873677f);
        q = Fma(q, t, 0.0416666456f);
        var cosine = Fma(t * t, q, Fma(t, Vector512.Create(-0.5f), 1f));

        // Odd quarters exchange sine and cosine. Quarters 2 and 3 negate the sine, quarters 1 and 2 the cosine.
        var odd = (-(quarter & Vector512<int>.One)).AsSingle();
        var sineSign = Vector512.ShiftLeft(quarter, 30).AsSingle() & SignBit;
        var cosineSign = Vector512.ShiftLeft(quarter + Vector512<int>.One, 30).AsSingle() & SignBit;
        return (Vector512.ConditionalSelect(odd, cosine, sine) ^ sineSign, Vector512.ConditionalSelect(odd, sine, cosine) ^ cosineSign);
    }
}
