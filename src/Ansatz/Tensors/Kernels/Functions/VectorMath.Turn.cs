using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>sin φ and cos φ of the angle φ = 2π·2⁻³²·turn, each to 3 ulp. Integers make the reduction exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) SinCosOfTurn(Vector512<int> turn)
    {
        // The nearest quarter, and what remains: within ±2²⁹, an eighth of a turn.
        var quarter = Vector512.ShiftRightArithmetic(turn + Vector512.Create(1 << 29), 30);
        var rest = turn - Vector512.ShiftLeft(quarter, 30);
        var x = Vector512.ConvertToSingle(rest) * Vector512.Create(1.46291812e-9f);

        var t = x * x;
        var p = Fma(t, Vector512.Create(-0.000195152199f), 0.0083321603f);
        p = Fma(p, t, -0.166666552f);
        var sine = Fma(x * t, p, x);

        var q = Fma(t, Vector512.Create(2.44384191e-05f), -0.00138873677f);
        q = Fma(q, t, 0.0416666456f);
        var cosine = Fma(t * t, q, Fma(t, Vector512.Create(-0.5f), 1f));

        // Odd quarters exchange the two; quarters 2 and 3 negate the sine, 1 and 2 the cosine.
        var odd = (-(quarter & Vector512<int>.One)).AsSingle();
        var sineSign = Vector512.ShiftLeft(quarter, 30).AsSingle() & SignBit;
        var cosineSign = Vector512.ShiftLeft(quarter + Vector512<int>.One, 30).AsSingle() & SignBit;
        return (Vector512.ConditionalSelect(odd, cosine, sine) ^ sineSign, Vector512.ConditionalSelect(odd, sine, cosine) ^ cosineSign);
    }
}
