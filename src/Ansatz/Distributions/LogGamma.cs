using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The distribution of z = log x for x from Gamma(α, β). A float keeps z for every draw, where x is below every float for most of them if α is small.
/// Events are numbers.
/// </summary>
/// <param name="gamma">The distribution of x.</param>
internal sealed class LogGamma(Gamma gamma) : Distribution
{
    public override Shape BatchShape => gamma.BatchShape;

    public override Shape EventShape => [];

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new LogGammaScore(), gamma.Concentration, gamma.Rate);

    public override bool IsReparameterized => true;

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<LogGammaScore>.Apply(default, value, gamma.Concentration, gamma.Rate);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var (draws, logLost) = rng.Gamma(gamma.Concentration, gamma.Rate, sampleShape.Concat(BatchShape));
        return Functions!.Reparameterize(draws.Log() + logLost);
    }
}

/// <summary>
/// log p(z; α, β) = αs − eˢ − log Γ(α) with s = z + log β, as ½ log α − ½ log 2π − R(α) − D(α, eˢ), with Stirling's remainder R and the deviance
/// D(α, y) = α log(α/y) + y − α. See <see cref="GammaScore"/>.
/// </summary>
/// <remarks>Where eˢ is no double, D is the sum of its terms, which cannot cancel there.</remarks>
internal readonly struct LogGammaScore : IScalarFamily
{
    private const double LargestExponent = 700;

    public string Name => nameof(LogGammaScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var (s, alpha) = (x[0] + DoubleMath.Log(x[2]), x[1]);
        var y = DoubleMath.Exp(s);
        var deviance = Math.Abs(s) <= LargestExponent ? DoubleMath.Deviance(alpha, y, y - alpha) : alpha * (DoubleMath.Log(alpha) - s) + y - alpha;
        return 0.5 * DoubleMath.Log(alpha) - DoubleMath.HalfLogTwoPi - DoubleMath.StirlingRemainder(alpha) - deviance;
    }

    // α − eˢ, s − ψ(α), (α − eˢ)/β.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (s, alpha) = (x[0] + DoubleMath.Log(x[2]), x[1]);
        slopes[0] = alpha - DoubleMath.Exp(s);
        slopes[1] = s - DoubleMath.Log(alpha) + DoubleMath.LogMinusDigamma(alpha);
        slopes[2] = slopes[0] / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => GammaTail.LogLower(Offset(x), x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => GammaTail.LogUpper(Offset(x), x[1]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (GammaTail.Path(Offset(x), x[1]), -1 / x[2]);

    private static double Offset(ReadOnlySpan<double> x) => x[0] + DoubleMath.Log(x[2]) - DoubleMath.Log(x[1]);
}
