using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// log P(x; μ, s) of a logistic variable rounded to n levels k/(n − 1), at the level k nearest to x: −log(1 + e^{−u}) − log(1 + e^{v}) + log(1 − e^{−r}) with
/// u = ((k + ½)δ − μ)/s, v = ((k − ½)δ − μ)/s, r = δ/s, δ = 1/(n − 1). At the top level u = r = ∞, at the bottom v = −∞ and r = ∞.
/// </summary>
/// <remarks>
/// No term is positive, so their sum does not cancel. A boundary (2k ± 1)/2(n − 1) is stored as high + low, so that its distance to a μ near it keeps all digits.
/// For small r, log(1 − e^{−r}) = log δ − log s − ½r + r²/24. The slope with respect to x is 0, with respect to μ (σ(v) − σ(−u))/s,
/// and with respect to s (vσ(v) − uσ(−u) − r/(eʳ − 1))/s.
/// </remarks>
internal readonly struct DiscretizedLogisticScore(int levelCount) : ITernary
{
    private const float SeriesBelow = 0.03f;

    private readonly float top = levelCount - 1, denominator = 2f * (levelCount - 1), logWidth = -(float)DoubleMath.Log(levelCount - 1);

    public string Name => nameof(DiscretizedLogisticScore);

    public int LevelCount => levelCount;

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        var (u, v, r, atTop, atBottom) = Arguments(a, b, c);
        var above = Vector512.ConditionalSelect(atTop, Vector512<float>.Zero, VectorMath.Softplus(-u));
        var below = Vector512.ConditionalSelect(atBottom, Vector512<float>.Zero, VectorMath.Softplus(v));
        var closed = VectorMath.Log(-VectorMath.Expm1(-r));
        var series = Vector512.Create(logWidth) - VectorMath.Log(c) + r * (r * Vector512.Create(1f / 24) - Vector512.Create(0.5f));
        var width = Vector512.ConditionalSelect(Vector512.LessThan(r, Vector512.Create(SeriesBelow)), series, closed);
        return Vector512.ConditionalSelect(atTop | atBottom, Vector512<float>.Zero, width) - (above + below);
    }

    public Vector512<float> Slope(int input, Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        if (input == 0) return Vector512<float>.Zero;
        var (u, v, r, atTop, atBottom) = Arguments(a, b, c);
        var above = Vector512.ConditionalSelect(atTop, Vector512<float>.Zero, VectorMath.Sigmoid(-u));
        var below = Vector512.ConditionalSelect(atBottom, Vector512<float>.Zero, VectorMath.Sigmoid(v));
        if (input == 1) return (below - above) / c;
        var tiny = Vector512.LessThan(r, Vector512.Create(1e-7f));
        var width = Vector512.ConditionalSelect(tiny, Vector512<float>.One, r / VectorMath.Expm1(r));
        return (v * below - u * above - Vector512.ConditionalSelect(atTop | atBottom, Vector512<float>.Zero, width)) / c;
    }

    /// <summary>u, v and r, limited to finite numbers so that no product with 0 is NaN, and whether x is at the top or at the bottom level.</summary>
    private (Vector512<float> U, Vector512<float> V, Vector512<float> R, Vector512<float> AtTop, Vector512<float> AtBottom) Arguments(
        Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        var level = Vector512.Floor(Vector512.FusedMultiplyAdd(a, Vector512.Create(top), Vector512.Create(0.5f)));
        var u = Standardize(Vector512.FusedMultiplyAdd(level, Vector512.Create(2f), Vector512<float>.One), b, c);
        var v = Standardize(Vector512.FusedMultiplyAdd(level, Vector512.Create(2f), -Vector512<float>.One), b, c);
        var r = Finite(Vector512.Create(1 / top) / c);
        return (u, v, r, Vector512.GreaterThanOrEqual(level, Vector512.Create(top)), Vector512.LessThanOrEqual(level, Vector512<float>.Zero));
    }

    // (numerator/denominator − μ)/s.
    private Vector512<float> Standardize(Vector512<float> numerator, Vector512<float> loc, Vector512<float> scale)
    {
        var divisor = Vector512.Create(denominator);
        var high = numerator / divisor;
        var low = Vector512.FusedMultiplyAdd(-high, divisor, numerator) / divisor;
        return Finite((high - loc + low) / scale);
    }

    private static Vector512<float> Finite(Vector512<float> x)
    {
        var limit = Vector512.Create(float.MaxValue);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, limit), limit, x);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, -limit), -limit, x);
    }
}
