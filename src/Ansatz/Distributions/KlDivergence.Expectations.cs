using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>Expectations under one family that appear in the log-density of another; null where none is known.</content>
public static partial class KlDivergence
{
    private const float EulerGamma = 0.5772157f, LogTwo = 0.6931472f, HalfLogPi = 0.5723649f;

    /// <summary>E[log x].</summary>
    private static Tensor? MeanLog(Distribution p) => p switch
    {
        Exponential e => -e.Rate.Log() - EulerGamma,
        Gamma g => ScalarFunction<GammaMeanLog>.Apply(default, g.Concentration, g.Rate),
        InverseGamma g => -ScalarFunction<GammaMeanLog>.Apply(default, g.Concentration, g.Rate),
        LogNormal l => l.Loc,
        Weibull w => w.Scale.Log() - EulerGamma / w.Concentration,
        HalfNormal h => h.Scale.Log() - (EulerGamma + LogTwo) * 0.5f,
        Beta b => -ScalarFunction<BetaMeanLog>.Apply(default, b.Concentration1, b.Concentration0),
        Uniform u => ScalarFunction<UniformMeanLog>.Apply(default, u.Low, u.High),
        _ => null,
    };

    /// <summary>Var log x.</summary>
    private static Tensor? VarianceLog(Distribution p) => p switch
    {
        Exponential e => Tensor.Full(e.BatchShape, 1.6449341f),
        Gamma g => ScalarFunction<GammaVarianceLog>.Apply(default, g.Concentration),
        InverseGamma g => ScalarFunction<GammaVarianceLog>.Apply(default, g.Concentration),
        Weibull w => 1.6449341f / w.Concentration.Square(),
        HalfNormal h => Tensor.Full(h.BatchShape, 1.2337006f),
        _ => null,
    };

    /// <summary>E[1/x].</summary>
    private static Tensor? MeanReciprocal(Distribution p) => p switch
    {
        Exponential or HalfNormal => Tensor.Full(p.BatchShape, Infinite),
        Gamma g => Above(g.Concentration, 1, a => g.Rate / (a - 1)),
        LogNormal l => (l.Scale.Square() * 0.5f - l.Loc).Exp(),
        Weibull w => Above(w.Concentration, 1, k => (1 - 1 / k).Lgamma().Exp() / w.Scale),
        Beta b => Above(b.Concentration1, 1, a => (a + b.Concentration0 - 1) / (a - 1)),
        _ => null,
    };

    /// <summary>log E[xᵏ].</summary>
    private static Tensor? LogMeanPower(Distribution p, Tensor k) => p switch
    {
        Exponential e => (1 + k).Lgamma() - k * e.Rate.Log(),
        Gamma g => (g.Concentration + k).Lgamma() - g.Concentration.Lgamma() - k * g.Rate.Log(),
        InverseGamma g => Above(g.Concentration - k, 0, rest => rest.Lgamma() - g.Concentration.Lgamma() + k * g.Rate.Log()),
        LogNormal l => k * l.Loc + (k * l.Scale).Square() * 0.5f,
        HalfNormal h => k * (h.Scale.Log() + LogTwo * 0.5f) + ((k + 1) * 0.5f).Lgamma() - HalfLogPi,
        Beta b => (b.Concentration1 + k).Lgamma() - b.Concentration1.Lgamma() + (b.Concentration1 + b.Concentration0).Lgamma() - (b.Concentration1 + b.Concentration0 + k).Lgamma(),
        _ => null,
    };

    /// <summary>log E[e^{−tx}] for t &gt; 0.</summary>
    private static Tensor? LogMeanExp(Distribution p, Tensor t) => p switch
    {
        Normal n => (n.Scale * t).Square() * 0.5f - n.Loc * t,
        Exponential e => -(t / e.Rate).Log1p(),
        Gamma g => -(g.Concentration * (t / g.Rate).Log1p()),
        Laplace l => Above(1 - (l.Scale * t).Square(), 0, rest => -rest.Log() - l.Loc * t),
        Logistic l => Above(1 - l.Scale * t, 0, rest => rest.Lgamma() + (2 - rest).Lgamma() - l.Loc * t),
        _ => null,
    };

    /// <summary>E|x − m|.</summary>
    private static Tensor? MeanDistance(Distribution p, Tensor m) => p switch
    {
        Normal n => ScalarFunction<NormalDistance>.Apply(default, n.Loc - m, n.Scale),
        // 2s log(2 cosh(d/2s)) = d + 2s·softplus(−d/s) for d = μ − m.
        Logistic l => l.Loc - m + 2 * l.Scale * ((m - l.Loc) / l.Scale).Softplus(),
        // ½((b − m)|b − m| − (a − m)|a − m|)/(b − a).
        Uniform u => ((u.High - m) * (u.High - m).Abs() - (u.Low - m) * (u.Low - m).Abs()) / (u.High - u.Low) * 0.5f,
        // m − 1/λ + (2/λ)e^{−λm} for a positive m, and 1/λ − m below.
        Exponential e => 1 / e.Rate - m + 2 * (m.Relu() - (1 - (-(e.Rate * m.Relu())).Exp()) / e.Rate),
        _ => null,
    };

    /// <summary>f(x) where x is above a bound, else +∞.</summary>
    private static Tensor Above(Tensor x, float bound, Func<Tensor, Tensor> f)
    {
        var inside = x.IsBetween(bound, Infinite, inclusive: false);
        // Elsewhere f sees a number that does it no harm.
        return inside.Where(f(inside.Where(x, bound + 1)), Infinite);
    }
}

/// <summary>E[log x] = ψ(α) − log β of a Gamma variable; its slopes are ψ′(α) and −1/β.</summary>
internal readonly struct GammaMeanLog : IScalarFunction
{
    public string Name => nameof(GammaMeanLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Log(x[0]) - DoubleMath.LogMinusDigamma(x[0]) - DoubleMath.Log(x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[0], slopes[1]) = (DoubleMath.TrigammaMinusReciprocal(x[0]) + 1 / x[0], -1 / x[1]);
}

/// <summary>Var log x = ψ′(α) of a Gamma variable; its slope is ψ″(α).</summary>
internal readonly struct GammaVarianceLog : IScalarFunction
{
    public string Name => nameof(GammaVarianceLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.TrigammaMinusReciprocal(x[0]) + 1 / x[0];

    // ψ″(x) = ψ″(x + 1) − 2/x³ below 10, and from there on −1/x² − 1/x³ − 1/2x⁴ + 1/6x⁶ − 1/6x⁸ + 3/10x¹⁰.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double y = x[0], sum = 0;
        for (; y < 20; y++) sum -= 2 / y / y / y;
        var square = 1 / y / y;
        slopes[0] = sum - square * (1 + 1 / y + square * (0.5 - square * (1.0 / 6 - square * (1.0 / 6 - 0.3 * square))));
    }
}

/// <summary>−E[log x] = ψ(α + β) − ψ(α) of a Beta variable.</summary>
internal readonly struct BetaMeanLog : IScalarFunction
{
    public string Name => nameof(BetaMeanLog);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.DigammaDifference(x[0], x[1]);

    // ψ′(n) − ψ′(α), ψ′(n).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var total = x[0] + x[1];
        slopes[1] = DoubleMath.TrigammaMinusReciprocal(total) + 1 / total;
        slopes[0] = slopes[1] - DoubleMath.TrigammaMinusReciprocal(x[0]) - 1 / x[0];
    }
}

/// <summary>E|x| for x from N(d, σ²): 2σφ(d/σ) + d(2Φ(d/σ) − 1); its slopes are 2Φ(d/σ) − 1 and 2φ(d/σ).</summary>
internal readonly struct NormalDistance : IScalarFunction
{
    public string Name => nameof(NormalDistance);

    public double Value(ReadOnlySpan<double> x) => 2 * x[1] * Density(x) + x[0] * Balance(x);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (Balance(x), 2 * Density(x));

    private static double Density(ReadOnlySpan<double> x) => DoubleMath.Exp(-0.5 * (x[0] / x[1]) * (x[0] / x[1]) - DoubleMath.HalfLogTwoPi);

    private static double Balance(ReadOnlySpan<double> x) => DoubleMath.Erf(x[0] / x[1] * 0.70710678118654757);
}

/// <summary>E[log x] = (b log b − a log a)/(b − a) − 1 of a number that is uniform on [a, b], a ≥ 0; its slopes are (E − log a)/(b − a) and (log b − E)/(b − a).</summary>
internal readonly struct UniformMeanLog : IScalarFunction
{
    public string Name => nameof(UniformMeanLog);

    public double Value(ReadOnlySpan<double> x) => (Product(x[1]) - Product(x[0])) / (x[1] - x[0]) - 1;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double mean = Value(x), width = x[1] - x[0];
        (slopes[0], slopes[1]) = ((mean - DoubleMath.Log(x[0])) / width, (DoubleMath.Log(x[1]) - mean) / width);
    }

    // x log x, which is 0 at 0.
    private static double Product(double x) => x == 0 ? 0 : x * DoubleMath.Log(x);
}
