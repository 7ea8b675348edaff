using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family of <see cref="ContinuousBernoulli"/> with the logit l, in double: F(x) = (e^{lx} − 1)/(eˡ − 1), and 1 − F(x; l) = F(1 − x; −l).</summary>
internal readonly struct ContinuousBernoulliFamily : IScalarFamily
{
    private const double SeriesBelow = 1e-4, LargestExponent = 600;

    public string Name => nameof(ContinuousBernoulliFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        double l = x[1], a = Math.Abs(l);
        return l * (l > 0 ? x[0] - 1 : x[0]) - (a == 0 ? 0 : DoubleMath.Log(-DoubleMath.Expm1(-a) / a));
    }

    // l, x − A′(l).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var low = ContinuousBernoulliMoments.Mean(Math.Abs(x[1]));
        (slopes[0], slopes[1]) = (x[1], x[1] > 0 ? x[0] - 1 + low : x[0] - low);
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, 1);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x)
    {
        var lower = LogShare(x[0], 1 - x[0], x[1]);
        return lower < -0.5 ? lower : DoubleMath.LogOneMinusExp(LogShare(1 - x[0], x[0], -x[1]));
    }

    public double LogSurvival(ReadOnlySpan<double> x)
    {
        var upper = LogShare(1 - x[0], x[0], -x[1]);
        return upper < -0.5 ? upper : DoubleMath.LogOneMinusExp(LogShare(x[0], 1 - x[0], x[1]));
    }

    // log(1 + p(eˡ − 1))/l, with the product as a power of e where it may overflow.
    public double Quantile(ReadOnlySpan<double> x)
    {
        double p = x[0], l = x[1];
        if (l <= LargestExponent) return l == 0 ? p : DoubleMath.Log1p(p * DoubleMath.Expm1(l)) / l;
        var product = DoubleMath.Log(p) + l;
        return (product > LargestExponent ? product : DoubleMath.Log1p(DoubleMath.Exp(product))) / l;
    }

    // (F(x; −l) − x)/l, which cancels near l = 0.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (value, l) = (x[0], x[1]);
        slopes[1] = Math.Abs(l) < SeriesBelow
            ? value * (1 - value) * (0.5 + l * (1 - 2 * value) * (1.0 / 12))
            : (DoubleMath.Exp(LogShare(value, 1 - value, -l)) - value) / l;
    }

    /// <summary>log F(x; l) with rest = 1 − x, without an exponential that overflows.</summary>
    private static double LogShare(double x, double rest, double l) => x == 0 ? double.NegativeInfinity
        : l == 0 ? DoubleMath.Log(x)
        : l < 0 ? DoubleMath.Log(DoubleMath.Expm1(l * x) / DoubleMath.Expm1(l))
        : -l * rest + DoubleMath.Log(DoubleMath.Expm1(-l * x) / DoubleMath.Expm1(-l));
}
