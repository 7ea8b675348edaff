using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    // Adding 1.5 · 2⁵² leaves the nearest integer in the low bits of a double's significand.
    private const double RoundToLong = 6755399441055744.0;

    /// <summary>sin x to 0.51 ulp for every finite x, however large; ±0 is kept, ±∞ gives NaN.</summary>
    /// <remarks>Computed in double, eight lanes at a time, and rounded once.</remarks>
    public static Vector512<float> Sin(Vector512<float> x)
    {
        var (lower, upper) = Vector512.Widen(x);
        var sine = Vector512.Narrow(SinCos(lower).Sine, SinCos(upper).Sine);
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, sine);
    }

    /// <summary>cos x to 0.51 ulp for every finite x, however large; ±∞ gives NaN.</summary>
    /// <remarks>Computed in double, eight lanes at a time, and rounded once.</remarks>
    public static Vector512<float> Cos(Vector512<float> x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(SinCos(lower).Cosine, SinCos(upper).Cosine);
    }

    private static (Vector512<double> Sine, Vector512<double> Cosine) SinCos(Vector512<double> x)
    {
        const double TwoOverPi = 0.63661977236758138;
        var shifted = x * Vector512.Create(TwoOverPi) + Vector512.Create(RoundToLong);
        var quarter = shifted.AsInt64();
        var n = shifted - Vector512.Create(RoundToLong);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-1.5707963267948966), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-6.123233995736766e-17), r);

        // One lane at a time, and only the lanes that need it, so that a lane's value does not depend on the other lanes.
        if (!Vector512.LessThanOrEqualAll(Vector512.Abs(x), Vector512.Create(DoubleMath.LargestPlainAngle)))
            ReduceLargeLanes(x, ref r, ref quarter);
        return SinCosOfQuarter(r, quarter);
    }

    /// <summary>sin φ and cos φ of φ = r + quarter · π/2 for |r| ≤ π/4; only the two lowest bits of the quarter are used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Sine, Vector512<double> Cosine) SinCosOfQuarter(Vector512<double> r, Vector512<long> quarter)
    {
        var z = r * r;
        var sine = Vector512.FusedMultiplyAdd(r * z, DoubleMath.Horner(z, DoubleMath.SinCoefficients), r);
        var cosine = Vector512<double>.One - Vector512.Create(0.5) * z;
        cosine = Vector512.FusedMultiplyAdd(z * z, DoubleMath.Horner(z, DoubleMath.CosCoefficients), cosine);

        // Odd quarters exchange sine and cosine. Quarters 2 and 3 negate the sine, quarters 1 and 2 the cosine.
        var odd = (Vector512<long>.Zero - (quarter & Vector512<long>.One)).AsDouble();
        var signBit = Vector512.Create(-0.0);
        var sineSign = (quarter << 62).AsDouble() & signBit;
        var cosineSign = ((quarter + Vector512<long>.One) << 62).AsDouble() & signBit;
        return (Vector512.ConditionalSelect(odd, cosine, sine) ^ sineSign, Vector512.ConditionalSelect(odd, sine, cosine) ^ cosineSign);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReduceLargeLanes(Vector512<double> x, ref Vector512<double> r, ref Vector512<long> quarter)
    {
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            if (Math.Abs(x[lane]) <= DoubleMath.LargestPlainAngle) continue;
            r = r.WithElement(lane, DoubleMath.ReduceAngle(x[lane], out _, out var q));
            quarter = quarter.WithElement(lane, q);
        }
    }
}
