using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>log p(x; μ, b) of a Laplace variable = −|z| − log 2b with z = (x − μ)/b.</summary>
internal readonly struct LaplaceScore : IScalarFamily
{
    public string Name => nameof(LaplaceScore);

    public double Value(ReadOnlySpan<double> x) => -Math.Abs(x[0] - x[1]) / x[2] - DoubleMath.Log(2 * x[2]);

    // −sign z/b, sign z/b, (|x − μ| − b)/b².
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double difference = x[0] - x[1], scale = x[2];
        slopes[0] = -Math.Sign(difference) / scale;
        slopes[1] = -slopes[0];
        slopes[2] = (Math.Abs(difference) - scale) / scale / scale;
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogLower((x[0] - x[1]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => LogLower((x[1] - x[0]) / x[2]);

    public double Quantile(ReadOnlySpan<double> x) => x[1] + x[2] * (x[0] < 0.5 ? DoubleMath.Log(2 * x[0]) : -DoubleMath.Log(2 * (1 - x[0])));

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (1, (x[0] - x[1]) / x[2]);

    // log ½e^z below the centre, log(1 − ½e^{−z}) above it.
    private static double LogLower(double z) => z < 0 ? z - DoubleMath.Log(2) : DoubleMath.Log1p(-0.5 * DoubleMath.Exp(-z));
}

/// <summary>log p(x; μ, s) of a logistic variable = −|z| − 2 log(1 + e^{−|z|}) − log s with z = (x − μ)/s; |z| keeps the exponential below 1.</summary>
internal readonly struct LogisticScore : IScalarFamily
{
    public string Name => nameof(LogisticScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var z = Math.Abs(x[0] - x[1]) / x[2];
        return -z - 2 * DoubleMath.Log1p(DoubleMath.Exp(-z)) - DoubleMath.Log(x[2]);
    }

    // −t/s, t/s, (z·t − 1)/s with t = tanh ½z.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double scale = x[2], z = (x[0] - x[1]) / scale, t = DoubleMath.Tanh(0.5 * z);
        slopes[0] = -t / scale;
        slopes[1] = t / scale;
        slopes[2] = (z * t - 1) / scale;
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogSigmoid((x[0] - x[1]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => LogSigmoid((x[1] - x[0]) / x[2]);

    public double Quantile(ReadOnlySpan<double> x) => x[1] + x[2] * (DoubleMath.Log(x[0]) - DoubleMath.Log1p(-x[0]));

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (1, (x[0] - x[1]) / x[2]);

    /// <summary>log σ(z).</summary>
    public static double LogSigmoid(double z) => Math.Min(z, 0) - DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(z)));
}

/// <summary>log p(x; μ, σ) of a log-normal variable = −½z² − log σx − ½ log 2π with z = (log x − μ)/σ.</summary>
internal readonly struct LogNormalScore : IScalarFamily
{
    public string Name => nameof(LogNormalScore);

    public double Value(ReadOnlySpan<double> x)
    {
        double log = DoubleMath.Log(x[0]), z = (log - x[1]) / x[2];
        return -0.5 * z * z - DoubleMath.Log(x[2]) - log - DoubleMath.HalfLogTwoPi;
    }

    // −(z/σ + 1)/x, z/σ, (z² − 1)/σ.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double scale = x[2], z = (DoubleMath.Log(x[0]) - x[1]) / scale;
        slopes[0] = -(z / scale + 1) / x[0];
        slopes[1] = z / scale;
        slopes[2] = (z - 1) * (z + 1) / scale;
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => DoubleMath.LogNormalCdf((DoubleMath.Log(x[0]) - x[1]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => DoubleMath.LogNormalCdf((x[1] - DoubleMath.Log(x[0])) / x[2]);

    public double Quantile(ReadOnlySpan<double> x) => DoubleMath.Exp(x[1] + x[2] * DoubleMath.NormalQuantile(x[0]));

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[1], slopes[2]) = (x[0], x[0] == 0 ? 0 : x[0] * (DoubleMath.Log(x[0]) - x[1]) / x[2]);
}

/// <summary>The log-normal's mean, e^{μ + ½σ²}.</summary>
internal readonly struct LogNormalMean : IScalarFunction
{
    public string Name => nameof(LogNormalMean);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Exp(x[0] + 0.5 * x[1] * x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = Value(x);
        slopes[1] = x[1] * slopes[0];
    }
}

/// <summary>The log-normal's mode, e^{μ − σ²}.</summary>
internal readonly struct LogNormalMode : IScalarFunction
{
    public string Name => nameof(LogNormalMode);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Exp(x[0] - x[1] * x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = Value(x);
        slopes[1] = -2 * x[1] * slopes[0];
    }
}

/// <summary>The log-normal's variance, (e^{σ²} − 1)·e^{2μ + σ²} = (1 − e^{−σ²})·e^{2(μ + σ²)}, whose factors overflow only where it does.</summary>
internal readonly struct LogNormalVariance : IScalarFunction
{
    public string Name => nameof(LogNormalVariance);

    public double Value(ReadOnlySpan<double> x) => -DoubleMath.Expm1(-x[1] * x[1]) * DoubleMath.Exp(2 * (x[0] + x[1] * x[1]));

    // 2v, 2σ·(2 − e^{−σ²})·e^{2(μ + σ²)}.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = 2 * Value(x);
        slopes[1] = 2 * x[1] * (1 - DoubleMath.Expm1(-x[1] * x[1])) * DoubleMath.Exp(2 * (x[0] + x[1] * x[1]));
    }
}

/// <summary>log p(x; λ) of an exponential variable = log λ − λx.</summary>
internal readonly struct ExponentialScore : IScalarFamily
{
    public string Name => nameof(ExponentialScore);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Log(x[1]) - x[1] * x[0];

    // −λ, (1 − λx)/λ: in double the product of two floats is exact.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = -x[1];
        slopes[1] = (1 - x[1] * x[0]) / x[1];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => DoubleMath.LogOneMinusExp(-x[1] * x[0]);

    public double LogSurvival(ReadOnlySpan<double> x) => -x[1] * x[0];

    public double Quantile(ReadOnlySpan<double> x) => -DoubleMath.Log1p(-x[0]) / x[1];

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[1] = -x[0] / x[1];
}

/// <summary>KL(λ ‖ κ) of exponential variables = log(λ/κ) + κ/λ − 1, the deviance of λ from κ over λ.</summary>
internal readonly struct ExponentialDivergence : IScalarFunction
{
    public string Name => nameof(ExponentialDivergence);

    public double Value(ReadOnlySpan<double> x) => DoubleMath.Deviance(x[0], x[1], x[1] - x[0]) / x[0];

    // (λ − κ)/λ², (κ − λ)/κλ.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = (x[0] - x[1]) / x[0] / x[0];
        slopes[1] = (x[1] - x[0]) / x[0] / x[1];
    }
}

/// <summary>
/// KL of Laplace variables (μ, b) and (m, c) = log(c/b) + (b e^{−t} + |μ − m|)/c − 1 with t = |μ − m|/b, as the deviance of c from b over c plus
/// (b/c)(e^{−t} − 1 + t), neither of which is negative.
/// </summary>
internal readonly struct LaplaceDivergence : IScalarFunction
{
    public string Name => nameof(LaplaceDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        double b = x[1], c = x[3], t = Math.Abs(x[0] - x[2]) / b;
        return DoubleMath.Deviance(c, b, b - c) / c + b / c * (DoubleMath.Expm1(-t) + t);
    }

    // sign·(1 − e^{−t})/c, ((1 + t)e^{−t}b − c)/bc, −sign·(1 − e^{−t})/c, 1/c − (b e^{−t} + |μ − m|)/c².
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double difference = x[0] - x[2], b = x[1], c = x[3], t = Math.Abs(difference) / b, decay = DoubleMath.Exp(-t);
        slopes[0] = -Math.Sign(difference) * DoubleMath.Expm1(-t) / c;
        slopes[1] = (decay * b - c + (decay == 0 ? 0 : t * decay * b)) / b / c;
        slopes[2] = -slopes[0];
        slopes[3] = (c - b * decay - Math.Abs(difference)) / c / c;
    }
}
