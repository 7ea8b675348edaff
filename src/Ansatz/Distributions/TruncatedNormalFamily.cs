using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The truncated normal family with μ, σ, low and high, in double.</summary>
internal readonly struct TruncatedNormalFamily : IScalarFamily
{
    // Beyond this distance from 0, a tail's logarithm has too few digits left for the difference of two.
    private const double LargestCentre = 30;

    // Next to a bound, x − low may have many more digits than Φ(z). A scale far below μ is below the distance of floats, and the search rounds up.
    private const double LeastShare = 1e-6;

    public string Name => nameof(TruncatedNormalFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var whole = Interval(x[1], x[2], x[3], x[4]);
        var z = (x[0] - x[1]) / x[2];
        var fromCentre = whole.Centre > 0 ? (x[0] - x[3]) / x[2] : whole.Centre < 0 ? (x[0] - x[4]) / x[2] : z;
        return -0.5 * fromCentre * (z + whole.Centre) - DoubleMath.Log(x[2]) - DoubleMath.HalfLogTwoPi - whole.LogMass;
    }

    // −z/σ, (z − E z)/σ, (z² − E z²)/σ, h(α)/σ, −h(β)/σ with the density h at the bounds.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var whole = Interval(x[1], x[2], x[3], x[4]);
        var (offset, _, squareExcess) = whole.Moments();
        double z = (x[0] - x[1]) / x[2], c = whole.Centre;
        slopes[0] = -z / x[2];
        slopes[1] = (z - c - offset) / x[2];
        slopes[2] = ((z - c) * (z + c) - squareExcess) / x[2];
        slopes[3] = whole.DensityAt((x[3] - x[1]) / x[2]) / x[2];
        slopes[4] = -whole.DensityAt((x[4] - x[1]) / x[2]) / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (x[3], x[4]);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x)
    {
        var lower = LogLower(x);
        return lower < -0.5 ? lower : DoubleMath.LogOneMinusExp(LogUpper(x));
    }

    public double LogSurvival(ReadOnlySpan<double> x)
    {
        var upper = LogUpper(x);
        return upper < -0.5 ? upper : DoubleMath.LogOneMinusExp(LogLower(x));
    }

    // Φ(z) = (1 − p)Φ(α) + pΦ(β), or the same of −z, whichever is below ½.
    public double Quantile(ReadOnlySpan<double> x)
    {
        double p = x[0], alpha = (x[3] - x[1]) / x[2], beta = (x[4] - x[1]) / x[2];
        if (p < LeastShare || 1 - p < LeastShare || x[2] < LeastShare * Math.Abs(x[1]) || alpha > LargestCentre || beta < -LargestCentre || beta - alpha < 0.01) return FloatSearch.Quantile(this, x);
        double lower = Mixed(p, DoubleMath.LogNormalCdf(alpha), DoubleMath.LogNormalCdf(beta)), upper = Mixed(p, DoubleMath.LogNormalCdf(-alpha), DoubleMath.LogNormalCdf(-beta));
        return x[1] + x[2] * (lower < upper ? DoubleMath.NormalQuantileOfLog(lower) : -DoubleMath.NormalQuantileOfLog(upper));
    }

    // φ(z)dz = (1 − F)φ(α)dα + Fφ(β)dβ.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double z = (x[0] - x[1]) / x[2], alpha = (x[3] - x[1]) / x[2], beta = (x[4] - x[1]) / x[2];
        slopes[3] = Weight(z, alpha, LogSurvival(x));
        slopes[4] = Weight(z, beta, LogCdf(x));
        slopes[1] = 1 - slopes[3] - slopes[4];
        slopes[2] = z - (slopes[3] == 0 ? 0 : alpha * slopes[3]) - (slopes[4] == 0 ? 0 : beta * slopes[4]);
    }

    public static NormalInterval Interval(double loc, double scale, double low, double high) => new((low - loc) / scale, (high - loc) / scale, (high - low) / scale);

    // e^{logShare}·φ(bound)/φ(z).
    private static double Weight(double z, double bound, double logShare) =>
        double.IsInfinity(bound) ? 0 : DoubleMath.Exp(Math.Min(logShare + 0.5 * (z - bound) * (z + bound), 700));

    private static double LogLower(ReadOnlySpan<double> x)
    {
        NormalInterval part = Interval(x[1], x[2], x[3], x[0]), whole = Interval(x[1], x[2], x[3], x[4]);
        return part.LogShareOf(whole, whole.Centre > 0 ? 0 : whole.Centre < 0 ? (x[0] - x[4]) / x[2] : part.Centre);
    }

    private static double LogUpper(ReadOnlySpan<double> x)
    {
        NormalInterval part = Interval(x[1], x[2], x[0], x[4]), whole = Interval(x[1], x[2], x[3], x[4]);
        return part.LogShareOf(whole, whole.Centre < 0 ? 0 : whole.Centre > 0 ? (x[0] - x[3]) / x[2] : part.Centre);
    }

    private static double Mixed(double p, double logA, double logB) => DoubleMath.LogSumExp([DoubleMath.Log1p(-p) + logA, DoubleMath.Log(p) + logB]);
}
