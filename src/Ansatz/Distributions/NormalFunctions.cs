using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family N(μ, σ²), in double.</summary>
internal readonly struct NormalFamily : IScalarFamily
{
    public string Name => nameof(NormalFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var z = (x[0] - x[1]) / x[2];
        return -0.5 * z * z - DoubleMath.Log(x[2]) - DoubleMath.HalfLogTwoPi;
    }

    // −z/σ, z/σ, (z² − 1)/σ.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var z = (x[0] - x[1]) / x[2];
        slopes[0] = -z / x[2];
        slopes[1] = z / x[2];
        slopes[2] = (z - 1) * (z + 1) / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => DoubleMath.LogNormalCdf((x[0] - x[1]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => DoubleMath.LogNormalCdf((x[1] - x[0]) / x[2]);

    public double Quantile(ReadOnlySpan<double> x) => x[1] + x[2] * DoubleMath.NormalQuantile(x[0]);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (1, (x[0] - x[1]) / x[2]);
}
