using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The Kumaraswamy family, in double: 1 − F(x) = (1 − u)ᵇ with u = xᵃ = e^{a log x}.</summary>
internal readonly struct KumaraswamyFamily : IScalarFamily
{
    public string Name => nameof(KumaraswamyFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        double a = x[1], b = x[2], log = DoubleMath.Log(x[0]);
        return DoubleMath.Log(a) + DoubleMath.Log(b) + (a - 1) * log + (b - 1) * DoubleMath.LogOneMinusExp(a * log);
    }

    // With o = −u/(1 − u): (a − 1 + (b − 1)ao)/x, 1/a + (1 + (b − 1)o) log x, 1/b + log(1 − u).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double a = x[1], b = x[2], log = DoubleMath.Log(x[0]), odds = -1 / DoubleMath.Expm1(-a * log);
        slopes[0] = (a - 1 + (b - 1) * a * odds) / x[0];
        slopes[1] = 1 / a + log * (1 + (b - 1) * odds);
        slopes[2] = 1 / b + DoubleMath.LogOneMinusExp(a * log);
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, 1);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => Math.Min(0, LogPower(x) is var s && s < -30 ? s : DoubleMath.LogOneMinusExp(LogSurvival(x)));

    public double LogSurvival(ReadOnlySpan<double> x) => x[2] * DoubleMath.LogOneMinusExp(x[1] * DoubleMath.Log(x[0]));

    public double Quantile(ReadOnlySpan<double> x) => DoubleMath.Exp(DoubleMath.LogOneMinusExp(DoubleMath.Log1p(-x[0]) / x[2]) / x[1]);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double t = x[1] * DoubleMath.Log(x[0]), u = DoubleMath.Exp(t), logRest = DoubleMath.LogOneMinusExp(t);
        slopes[1] = x[0] == 0 ? 0 : -x[0] * t / x[1] / x[1];
        slopes[2] = x[0] / x[1] / x[2] * (u == 0 ? -1 : (1 - u) * logRest / u);
    }

    // log bu, which is log F where bu is small.
    private static double LogPower(ReadOnlySpan<double> x) => DoubleMath.Log(x[2]) + x[1] * DoubleMath.Log(x[0]);
}

/// <summary>log E[xⁿ] = log b·B(1 + n/a, b) = log Γ(1 + h) − (log Γ(1 + h + b) − log Γ(1 + b)), h = n/a, and its derivatives.</summary>
internal readonly struct KumaraswamyMoment(double a, double b, int n)
{
    private readonly double h = n / a;

    public double Log => DoubleMath.Lgamma(1 + h) - DoubleMath.LgammaDifference(1 + b, h);

    // −h/a·(ψ(1 + h) − ψ(1 + h + b)).
    public double ByA => h / a * DoubleMath.DigammaDifference(1 + h, b);

    // ψ(1 + b) − ψ(1 + h + b).
    public double ByB => -DoubleMath.DigammaDifference(1 + b, h);
}

/// <summary>E[x].</summary>
internal readonly struct KumaraswamyMean : IScalarFunction
{
    public string Name => nameof(KumaraswamyMean);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Exp(new KumaraswamyMoment(x[0], x[1], 1).Log);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (mean, moment) = (Value(x), new KumaraswamyMoment(x[0], x[1], 1));
        (slopes[0], slopes[1]) = (mean * moment.ByA, mean * moment.ByB);
    }
}

/// <summary>E[x²] − E[x]² = E[x²]·(1 − e^{−d}) with d = log E[x²] − 2 log E[x].</summary>
internal readonly struct KumaraswamyVariance : IScalarFunction
{
    public string Name => nameof(KumaraswamyVariance);

    public double Value(ReadOnlySpan<double> x)
    {
        double first = new KumaraswamyMoment(x[0], x[1], 1).Log, second = new KumaraswamyMoment(x[0], x[1], 2).Log;
        return Math.Max(0, -DoubleMath.Exp(second) * DoubleMath.Expm1(2 * first - second));
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        KumaraswamyMoment first = new(x[0], x[1], 1), second = new(x[0], x[1], 2);
        double square = DoubleMath.Exp(2 * first.Log), mean2 = DoubleMath.Exp(second.Log);
        slopes[0] = mean2 * second.ByA - 2 * square * first.ByA;
        slopes[1] = mean2 * second.ByB - 2 * square * first.ByB;
    }
}

/// <summary>((a − 1)/(ab − 1))^{1/a}, NaN unless a &gt; 1 and b &gt; 1.</summary>
internal readonly struct KumaraswamyMode : IScalarFunction
{
    public string Name => nameof(KumaraswamyMode);

    public double Value(ReadOnlySpan<double> x) => x[0] > 1 && x[1] > 1 ? DoubleMath.Exp(DoubleMath.Log((x[0] - 1) / (x[0] * x[1] - 1)) / x[0]) : double.NaN;

    // m(1/(a − 1) − b/(ab − 1) − log(…)/a)/a, −m/(ab − 1).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double a = x[0], b = x[1], mode = Value(x), rest = a * b - 1;
        slopes[0] = mode / a * (1 / (a - 1) - b / rest - DoubleMath.Log((a - 1) / rest) / a);
        slopes[1] = -mode / rest;
    }
}

/// <summary>1 − 1/b + (1 − 1/a)H − log ab with H = ψ(b + 1) + γ.</summary>
internal readonly struct KumaraswamyEntropy : IScalarFunction
{
    public string Name => nameof(KumaraswamyEntropy);

    public double Value(ReadOnlySpan<double> x) =>
        1 - 1 / x[1] + (1 - 1 / x[0]) * (DoubleMath.Digamma(x[1] + 1) + WeibullEntropy.EulerGamma) - DoubleMath.Log(x[0]) - DoubleMath.Log(x[1]);

    // H/a² − 1/a, 1/b² + (1 − 1/a)ψ′(b + 1) − 1/b.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (a, b) = (x[0], x[1]);
        slopes[0] = ((DoubleMath.Digamma(b + 1) + WeibullEntropy.EulerGamma) / a - 1) / a;
        slopes[1] = (1 / b - 1) / b + (1 - 1 / a) * (DoubleMath.TrigammaMinusReciprocal(b + 1) + 1 / (b + 1));
    }
}
