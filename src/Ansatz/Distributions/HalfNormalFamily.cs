using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The half-normal family, in double: F(x) = erf(z/√2) = 1 − 2Φ(−z) with z = x/σ.</summary>
internal readonly struct HalfNormalFamily : IScalarFamily
{
    public string Name => nameof(HalfNormalFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var z = x[0] / x[1];
        return -0.5 * z * z - DoubleMath.Log(x[1]) - DoubleMath.HalfLogTwoPi + LogTwo;
    }

    // −z/σ, (z² − 1)/σ.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var z = x[0] / x[1];
        slopes[0] = -z / x[1];
        slopes[1] = (z - 1) * (z + 1) / x[1];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x)
    {
        var z = x[0] / x[1];
        return z < 1 ? DoubleMath.Log(DoubleMath.Erf(z * SqrtHalf)) : DoubleMath.LogOneMinusExp(LogSurvival(x));
    }

    public double LogSurvival(ReadOnlySpan<double> x) => LogTwo + DoubleMath.LogNormalCdf(-x[0] / x[1]);

    public double Quantile(ReadOnlySpan<double> x)
    {
        var p = x[0];
        if (p > SeriesBelow) return -x[1] * DoubleMath.NormalQuantile(0.5 * (1 - p));
        var square = p * p * DoubleMath.Pi;
        return x[1] * p * SqrtHalfPi * (1 + square * (1.0 / 12 + square * (7.0 / 480)));
    }

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[1] = x[0] / x[1];

    private const double LogTwo = 0.69314718055994531, SqrtHalf = 0.70710678118654757, SqrtHalfPi = 1.2533141373155003;

    // Here ½(1 − p) would lose the digits of p.
    private const double SeriesBelow = 1e-3;
}
