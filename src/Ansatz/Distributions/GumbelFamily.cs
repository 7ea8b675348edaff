using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The Gumbel family, in double: F(x) = exp(−e^{−z}).</summary>
/// <remarks>1 − F is e^{−z} where that is small.</remarks>
internal readonly struct GumbelFamily : IScalarFamily
{
    public string Name => nameof(GumbelFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var z = (x[0] - x[1]) / x[2];
        return -z - DoubleMath.Exp(-z) - DoubleMath.Log(x[2]);
    }

    // (e^{−z} − 1)/s, (1 − e^{−z})/s, (z(1 − e^{−z}) − 1)/s.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double z = (x[0] - x[1]) / x[2], excess = DoubleMath.Expm1(-z);
        slopes[0] = excess / x[2];
        slopes[1] = -slopes[0];
        slopes[2] = (z == 0 ? -1 : -z * excess - 1) / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => -DoubleMath.Exp((x[1] - x[0]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => WeibullFamily.LogOneMinusExpOfExp((x[1] - x[0]) / x[2]);

    public double Quantile(ReadOnlySpan<double> x) => x[1] - x[2] * DoubleMath.Log(x[0] < 0.5 ? -DoubleMath.Log(x[0]) : -DoubleMath.Log1p(x[0] - 1));

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (1, (x[0] - x[1]) / x[2]);
}
