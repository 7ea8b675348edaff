using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The Poisson family, in double: log P(k) = −½ log 2πk − R(k) − D(k, λ) with Stirling's remainder R and the deviance D(k, λ) = k log(k/λ) + λ − k. P(X ≤ k) is
/// Q(k + 1, λ), a tail of the Gamma distribution.
/// </summary>
/// <remarks>Loader, Fast and accurate computation of binomial probabilities (2000).</remarks>
internal readonly struct PoissonFamily : IScalarFamily
{
    public string Name => nameof(PoissonFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var (k, rate) = (x[0], x[1]);
        return k == 0 ? -rate : -DoubleMath.HalfLogTwoPi - 0.5 * DoubleMath.Log(k) - DoubleMath.StirlingRemainder(k) - DoubleMath.Deviance(k, rate, rate - k);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (0, (x[0] - x[1]) / x[1]);

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public double LogCdf(ReadOnlySpan<double> x) => GammaTail.LogUpper(Offset(x), Math.Floor(x[0]) + 1);

    public double LogSurvival(ReadOnlySpan<double> x) => GammaTail.LogLower(Offset(x), Math.Floor(x[0]) + 1);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    // P(X ≤ k) falls by P(k) with λ.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[1] = 1;

    // log(λ/(k + 1)).
    private static double Offset(ReadOnlySpan<double> x)
    {
        var next = Math.Floor(x[0]) + 1;
        return DoubleMath.LogOfRatio(x[1], next, x[1] - next);
    }
}
