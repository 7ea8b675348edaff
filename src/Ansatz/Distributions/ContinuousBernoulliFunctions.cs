using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The derivatives of A(l) = log((eˡ − 1)/l), the log-normalizer of <see cref="ContinuousBernoulli"/>, at l = −a, a ≥ 0: values at +a follow by symmetry.
/// </summary>
/// <remarks>Each is a difference that cancels near 0; there it is the first terms of its series, beyond them below 1e-16.</remarks>
internal static class ContinuousBernoulliMoments
{
    private const double SeriesBelow = 0.1;

    /// <summary>A′(−a) = 1/a − 1/(eᵃ − 1), between 0 and ½; A′(a) = 1 − A′(−a).</summary>
    public static double Mean(double a)
    {
        var square = a * a;
        return a < SeriesBelow
            ? 0.5 - a * (1.0 / 12 - square * (1.0 / 720 - square * (1.0 / 30_240 - square / 1_209_600)))
            : 1 / a - 1 / DoubleMath.Expm1(a);
    }

    /// <summary>A″(±a) = 1/a² − q/(1 − q)² with q = e⁻ᵃ.</summary>
    public static double Variance(double a)
    {
        var square = a * a;
        if (a < SeriesBelow) return 1.0 / 12 - square * (1.0 / 240 - square * (1.0 / 6048 - square * (1.0 / 172_800 - square / 5_322_240)));
        double q = DoubleMath.Exp(-a), rest = -DoubleMath.Expm1(-a);
        return 1 / square - q / rest / rest;
    }

    /// <summary>A‴(a) = −2/a³ + q(1 + q)/(1 − q)³; A‴(−a) = −A‴(a).</summary>
    public static double Skew(double a)
    {
        var square = a * a;
        if (a < SeriesBelow) return -a * (1.0 / 120 - square * (1.0 / 1512 - square * (1.0 / 28_800 - square / 665_280)));
        double q = DoubleMath.Exp(-a), rest = -DoubleMath.Expm1(-a);
        return q * (1 + q) / rest / rest / rest - 2 / square / a;
    }
}

/// <summary>A′(l).</summary>
internal readonly struct ContinuousBernoulliMean : IScalarFunction
{
    public string Name => nameof(ContinuousBernoulliMean);

    public double Value(ReadOnlySpan<double> x)
    {
        var low = ContinuousBernoulliMoments.Mean(Math.Abs(x[0]));
        return x[0] > 0 ? 1 - low : low;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = ContinuousBernoulliMoments.Variance(Math.Abs(x[0]));
}

/// <summary>A″(l).</summary>
internal readonly struct ContinuousBernoulliVariance : IScalarFunction
{
    public string Name => nameof(ContinuousBernoulliVariance);

    public double Value(ReadOnlySpan<double> x) => ContinuousBernoulliMoments.Variance(Math.Abs(x[0]));

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        slopes[0] = Math.Sign(x[0]) * ContinuousBernoulliMoments.Skew(Math.Abs(x[0]));
}

/// <summary>The entropy A(l) − l·A′(l) = log((1 − e⁻ᵃ)/a) + a·A′(−a) with a = |l|; its slope is −l·A″(l).</summary>
internal readonly struct ContinuousBernoulliEntropy : IScalarFunction
{
    public string Name => nameof(ContinuousBernoulliEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var a = Math.Abs(x[0]);
        return a == 0 ? 0 : DoubleMath.Log(-DoubleMath.Expm1(-a) / a) + a * ContinuousBernoulliMoments.Mean(a);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -x[0] * ContinuousBernoulliMoments.Variance(Math.Abs(x[0]));
}
