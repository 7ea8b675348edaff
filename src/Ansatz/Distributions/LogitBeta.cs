using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The distribution of z = log(x/(1 − x)) for x from Beta(α, β). A float keeps z for every draw, where x rounds to 0 or 1 for most of them if α and β are
/// small. Events are numbers.
/// </summary>
/// <param name="beta">The distribution of x.</param>
internal sealed class LogitBeta(Beta beta) : Distribution
{
    public override Shape BatchShape => beta.BatchShape;

    public override Shape EventShape => [];

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new LogitBetaScore(), beta.Concentration1, beta.Concentration0);

    public override bool IsReparameterized => true;

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<LogitBetaScore>.Apply(default, value, beta.Concentration1, beta.Concentration0);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Functions!.Reparameterize(rng.BetaLogit(beta.Concentration1, beta.Concentration0, sampleShape.Concat(BatchShape)));
}

/// <summary>
/// log p(z; α, β) = α log σ(z) + β log σ(−z) − log B(α, β), as ½ log(αβ/n) − ½ log 2π − R(α) − R(β) + R(n) − D(α, nσ(z)) − D(β, nσ(−z)), with n = α + β,
/// Stirling's remainder R and the deviance D(a, y) = a log(a/y) + y − a. See <see cref="BetaScore"/>.
/// </summary>
/// <remarks>
/// Far from 0, where σ(z) may be no double, the deviances are replaced by α(log(α/n) − log σ(z)) + β(log(β/n) − log σ(−z)), their sum. It would cancel for
/// large α and β, which have no mass there.
/// </remarks>
internal readonly struct LogitBetaScore : IScalarFamily
{
    private const double LargestLogit = 30;

    public string Name => nameof(LogitBetaScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var (z, alpha, beta) = (x[0], x[1], x[2]);
        var total = alpha + beta;
        var front = 0.5 * (DoubleMath.Log(alpha) + DoubleMath.Log(beta) - DoubleMath.Log(total)) - DoubleMath.HalfLogTwoPi
            - (DoubleMath.StirlingRemainder(alpha) + DoubleMath.StirlingRemainder(beta) - DoubleMath.StirlingRemainder(total));
        if (Math.Abs(z) > LargestLogit)
            return front - alpha * (LogShare(alpha, beta) - LogSigmoid(z)) - beta * (LogShare(beta, alpha) - LogSigmoid(-z));
        double share = Sigmoid(z), rest = Sigmoid(-z), excess = DoubleMath.DifferenceOfProducts(alpha, rest, beta, share);
        return front - (DoubleMath.Deviance(alpha, total * share, -excess) + DoubleMath.Deviance(beta, total * rest, excess));
    }

    // ασ(−z) − βσ(z), log σ(z) + ψ(n) − ψ(α), log σ(−z) + ψ(n) − ψ(β).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (z, alpha, beta) = (x[0], x[1], x[2]);
        slopes[0] = DoubleMath.DifferenceOfProducts(alpha, Sigmoid(-z), beta, Sigmoid(z));
        slopes[1] = LogSigmoid(z) + DoubleMath.DigammaDifference(alpha, beta);
        slopes[2] = LogSigmoid(-z) + DoubleMath.DigammaDifference(beta, alpha);
    }

    private static double Sigmoid(double z) => 1 / (1 + DoubleMath.Exp(-z));

    private static double LogSigmoid(double z) => Math.Min(z, 0) - DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(z)));

    /// <summary>log(a/(a + b)).</summary>
    private static double LogShare(double a, double b) => b < a ? DoubleMath.Log1p(-b / (a + b)) : DoubleMath.Log(a / (a + b));

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => BetaTail.LogLower(Offset(x), x[1], x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => BetaTail.LogUpper(Offset(x), x[1], x[2]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = BetaTail.Path(Offset(x), x[1], x[2]);

    private static double Offset(ReadOnlySpan<double> x) => x[0] - DoubleMath.Log(x[1]) + DoubleMath.Log(x[2]);
}
