using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The Weibull family, in double: F(x) = 1 − e^{−y} with y = (x/λ)ᵏ = e^{kt}, t = log(x/λ).</summary>
internal readonly struct WeibullFamily : IScalarFamily
{
    public string Name => nameof(WeibullFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        double k = x[2], t = LogRatio(x);
        return DoubleMath.Log(k) - DoubleMath.Log(x[1]) + (k - 1) * t - DoubleMath.Exp(k * t);
    }

    // ((k − 1) − ky)/x, k(y − 1)/λ, 1/k + t(1 − y).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double k = x[2], t = LogRatio(x), y = DoubleMath.Exp(k * t);
        slopes[0] = (k - 1 - k * y) / x[0];
        slopes[1] = k * (y - 1) / x[1];
        slopes[2] = 1 / k + (t == 0 ? 0 : t * (1 - y));
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogOneMinusExpOfExp(x[2] * LogRatio(x));

    public double LogSurvival(ReadOnlySpan<double> x) => -DoubleMath.Exp(x[2] * LogRatio(x));

    public double Quantile(ReadOnlySpan<double> x) => x[1] * DoubleMath.Exp(DoubleMath.Log(-DoubleMath.Log1p(-x[0])) / x[2]);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = x[0] == 0 ? (0, 0) : (x[0] / x[1], -x[0] * LogRatio(x) / x[2]);

    /// <summary>log(1 − exp(−eˢ)), which is s − ½eˢ where eˢ is small or underflows.</summary>
    public static double LogOneMinusExpOfExp(double s) => s < -30 ? s - 0.5 * DoubleMath.Exp(s) : DoubleMath.LogOneMinusExp(-DoubleMath.Exp(s));

    private static double LogRatio(ReadOnlySpan<double> x) => DoubleMath.LogOfRatio(x[0], x[1], x[0] - x[1]);
}

/// <summary>λΓ(1 + 1/k); its slope by k is −mean·ψ(1 + 1/k)/k².</summary>
internal readonly struct WeibullMean : IScalarFunction
{
    public string Name => nameof(WeibullMean);

    public double Value(ReadOnlySpan<double> x) => x[0] * DoubleMath.Exp(DoubleMath.Lgamma(1 + 1 / x[1]));

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var mean = Value(x);
        slopes[0] = mean / x[0];
        slopes[1] = -mean * DoubleMath.Digamma(1 + 1 / x[1]) / x[1] / x[1];
    }
}

/// <summary>λ²(Γ(1 + 2/k) − Γ(1 + 1/k)²) = mean²·(e^d − 1) with d = log Γ(1 + 2/k) − 2 log Γ(1 + 1/k).</summary>
internal readonly struct WeibullVariance : IScalarFunction
{
    public string Name => nameof(WeibullVariance);

    public double Value(ReadOnlySpan<double> x)
    {
        double h = 1 / x[1], first = DoubleMath.Lgamma(1 + h), d = DoubleMath.Lgamma(1 + 2 * h) - 2 * first;
        return Math.Max(0, -x[0] * x[0] * DoubleMath.Exp(2 * first + d) * DoubleMath.Expm1(-d));
    }

    // 2v/λ, −(2λ²/k²)(Γ(1 + 2/k)ψ(1 + 2/k) − Γ(1 + 1/k)²ψ(1 + 1/k)).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double h = 1 / x[1], first = DoubleMath.Lgamma(1 + h), second = DoubleMath.Lgamma(1 + 2 * h);
        slopes[0] = 2 * Value(x) / x[0];
        var bracket = DoubleMath.Digamma(1 + 2 * h) - DoubleMath.Exp(2 * first - second) * DoubleMath.Digamma(1 + h);
        slopes[1] = -2 * x[0] * x[0] * h * h * DoubleMath.Exp(second) * bracket;
    }
}

/// <summary>λ(1 − 1/k)^{1/k}, NaN unless k &gt; 1.</summary>
internal readonly struct WeibullMode : IScalarFunction
{
    public string Name => nameof(WeibullMode);

    public double Value(ReadOnlySpan<double> x) => x[1] > 1 ? x[0] * DoubleMath.Exp(DoubleMath.Log1p(-1 / x[1]) / x[1]) : double.NaN;

    // m/λ, m(1/(k − 1) − log(1 − 1/k))/k².
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (mode, k) = (Value(x), x[1]);
        slopes[0] = mode / x[0];
        slopes[1] = mode * (1 / (k - 1) - DoubleMath.Log1p(-1 / k)) / k / k;
    }
}

/// <summary>γ(1 − 1/k) + log(λ/k) + 1; the slopes are 1/λ and γ/k² − 1/k.</summary>
internal readonly struct WeibullEntropy : IScalarFunction
{
    public const double EulerGamma = 0.57721566490153286;

    public string Name => nameof(WeibullEntropy);

    public double Value(ReadOnlySpan<double> x) => EulerGamma * (1 - 1 / x[1]) + DoubleMath.Log(x[0]) - DoubleMath.Log(x[1]) + 1;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1]) = (1 / x[0], (EulerGamma / x[1] - 1) / x[1]);
}
