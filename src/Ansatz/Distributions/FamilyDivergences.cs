using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>KL of Cauchy variables (μ, s) and (m, t) = log(((s + t)² + d²)/4st) = log(1 + ((s − t)² + d²)/4st) with d = μ − m. Chyzak and Nielsen, A closed-form formula for the KL divergence between Cauchy distributions (2019).</summary>
internal readonly struct CauchyDivergence : IScalarFunction
{
    public string Name => nameof(CauchyDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        double d = x[0] - x[2], difference = x[1] - x[3];
        return DoubleMath.Log1p((difference * difference + d * d) / (4 * x[1] * x[3]));
    }

    // 2d/N, (s² − t² − d²)/sN with N = (s + t)² + d², and likewise.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double d = x[0] - x[2], s = x[1], t = x[3], n = (s + t) * (s + t) + d * d;
        slopes[0] = 2 * d / n;
        slopes[1] = ((s - t) * (s + t) - d * d) / s / n;
        slopes[2] = -slopes[0];
        slopes[3] = ((t - s) * (t + s) - d * d) / t / n;
    }
}

/// <summary>
/// The common part of the divergences between Gumbel and between Weibull variables: e^w − 1 − w + h(r), h(r) = log Γ(1 + r) − log r − γ(1 − r), where w contains log Γ(1 + r).
/// </summary>
internal static class ExtremeDivergence
{
    public static double Value(double w, double r) =>
        Math.Max(0, DoubleMath.Expm1MinusX(w) + DoubleMath.Lgamma(1 + r) - DoubleMath.Log(r) - WeibullEntropy.EulerGamma * (1 - r));

    /// <summary>The slopes by w, and by r including that of w = … + log Γ(1 + r).</summary>
    public static (double ByW, double ByR) Slopes(double w, double r)
    {
        double byW = DoubleMath.Expm1(w), digamma = DoubleMath.Digamma(1 + r);
        return (byW, byW * digamma + digamma - 1 / r + WeibullEntropy.EulerGamma);
    }
}

/// <summary>KL of Gumbel variables (μ, s) and (m, t): <see cref="ExtremeDivergence"/> with r = s/t and w = log Γ(1 + r) − (μ − m)/t.</summary>
internal readonly struct GumbelDivergence : IScalarFunction
{
    public string Name => nameof(GumbelDivergence);

    public double Value(ReadOnlySpan<double> x) => ExtremeDivergence.Value(W(x), x[1] / x[3]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (byW, byR) = ExtremeDivergence.Slopes(W(x), x[1] / x[3]);
        slopes[0] = -byW / x[3];
        slopes[1] = byR / x[3];
        slopes[2] = byW / x[3];
        slopes[3] = (byW * (x[0] - x[2]) - byR * x[1]) / x[3] / x[3];
    }

    private static double W(ReadOnlySpan<double> x) => DoubleMath.Lgamma(1 + x[1] / x[3]) - (x[0] - x[2]) / x[3];
}

/// <summary>KL of Weibull variables (λ, k) and (l, j): <see cref="ExtremeDivergence"/> with r = j/k and w = log Γ(1 + r) + j log(λ/l). The logarithms are Gumbel variables.</summary>
internal readonly struct WeibullDivergence : IScalarFunction
{
    public string Name => nameof(WeibullDivergence);

    public double Value(ReadOnlySpan<double> x) => ExtremeDivergence.Value(W(x), x[3] / x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (byW, byR) = ExtremeDivergence.Slopes(W(x), x[3] / x[1]);
        slopes[0] = byW * x[3] / x[0];
        slopes[1] = -byR * x[3] / x[1] / x[1];
        slopes[2] = -byW * x[3] / x[2];
        slopes[3] = byW * LogRatio(x) + byR / x[1];
    }

    private static double W(ReadOnlySpan<double> x) => DoubleMath.Lgamma(1 + x[3] / x[1]) + x[3] * LogRatio(x);

    private static double LogRatio(ReadOnlySpan<double> x) => DoubleMath.LogOfRatio(x[0], x[2], x[0] - x[2]);
}

/// <summary>KL of von Mises variables (μ, κ) and (m, λ) = N(λ) − N(κ) + (λ − κ)v + λ(1 − v)(1 − cos(μ − m)) with N = log 2πI₀e^{−κ} and v = 1 − I₁(κ)/I₀(κ).</summary>
internal readonly struct VonMisesDivergence : IScalarFunction
{
    public string Name => nameof(VonMisesDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        var ((p, v), (q, _)) = (CircleIntegral.Whole(x[1]), CircleIntegral.Whole(x[3]));
        return Math.Max(0, q - p + (x[3] - x[1]) * v - x[3] * (1 - v) * CircleIntegral.CosMinusOne(x[0] - x[2]));
    }

    // λA sin d, −v′…: by κ (λ cos d − κ)·v′ with v′ = −Var cos, by λ v − v_λ + A(1 − cos d).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double v = CircleIntegral.Whole(x[1]).Variance, w = CircleIntegral.Whole(x[3]).Variance, cosine = CircleIntegral.CosMinusOne(x[0] - x[2]);
        slopes[0] = x[3] * (1 - v) * DoubleMath.Sin(x[0] - x[2]);
        slopes[1] = -VonMisesVariance.SquareSpread(x[1]) * (x[3] - x[1] + x[3] * cosine);
        slopes[2] = -slopes[0];
        slopes[3] = v - w - (1 - v) * cosine;
    }
}

/// <summary>KL of continuous Bernoulli variables with logits l and m = A(m) − A(l) − (m − l)A′(l), A the log-normalizer.</summary>
internal readonly struct ContinuousBernoulliDivergence : IScalarFunction
{
    public string Name => nameof(ContinuousBernoulliDivergence);

    public double Value(ReadOnlySpan<double> x) => Math.Max(0, LogNormalizer(x[1]) - LogNormalizer(x[0]) - (x[1] - x[0]) * Mean(x[0]));

    // (l − m)A″(l), A′(m) − A′(l).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[0], slopes[1]) = ((x[0] - x[1]) * ContinuousBernoulliMoments.Variance(Math.Abs(x[0])), Mean(x[1]) - Mean(x[0]));

    private static double Mean(double l) => ContinuousBernoulliMoments.Mean(Math.Abs(l)) is var low && l > 0 ? 1 - low : low;

    private static double LogNormalizer(double l)
    {
        var a = Math.Abs(l);
        return Math.Max(l, 0) + (a == 0 ? 0 : DoubleMath.Log(-DoubleMath.Expm1(-a) / a));
    }
}

/// <summary>KL of Poisson variables with rates λ and κ = λ log(λ/κ) + κ − λ, a deviance; its slopes are log(λ/κ) and 1 − λ/κ.</summary>
internal readonly struct PoissonDivergence : IScalarFunction
{
    public string Name => nameof(PoissonDivergence);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Deviance(x[0], x[1], x[1] - x[0]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[0], slopes[1]) = (DoubleMath.LogOfRatio(x[0], x[1], x[0] - x[1]), (x[1] - x[0]) / x[1]);
}
