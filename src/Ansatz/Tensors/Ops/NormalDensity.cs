using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// −½z² − log σ − ½ log 2π with z = (x − μ)/σ, each of the three a tensor; the values have the bits of <see cref="NormalScore"/>. The slope with respect to x
/// is −z/σ, to μ z/σ, and to σ (z² − 1)/σ. The last is computed as ((d − σ)/σ)/σ·((d + σ)/σ) with d = x − μ, which keeps its digits for |z| near 1.
/// </summary>
internal readonly struct NormalDensity : ITernary
{
    private const float HalfLogTwoPi = 0.9189385332f;

    public string Name => nameof(NormalDensity);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        var z = (a - b) / c;
        return Vector512.Create(-0.5f) * z * z - Vector512.Create(HalfLogTwoPi) - VectorMath.Log(c);
    }

    public Vector512<float> Slope(int input, Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        var d = a - b;
        // d and σ are halved, because d ± σ can overflow.
        Vector512<float> halfD = d * Vector512.Create(0.5f), halfC = c * Vector512.Create(0.5f);
        if (input == 2) return (halfD - halfC) / halfC / c * ((halfD + halfC) / halfC);
        return input == 0 ? -(d / c) / c : d / c / c;
    }
}
