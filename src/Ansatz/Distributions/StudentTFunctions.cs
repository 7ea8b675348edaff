using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// log p(x; ν, μ, s) of Student's t = c(½ν) − ½ log 2π − log s − ½(ν + 1) log(1 + z²/ν) with z = (x − μ)/s and
/// c(h) = log Γ(h + ½) − log Γ(h) − ½ log h = R(h + ½) − R(h) − h(u − log(1 + u)), u = 1/2h.
/// </summary>
/// <remarks>R is Stirling's remainder: c is −1/8h for large h, where the two log Γ would cancel. In double no z² of floats overflows.</remarks>
internal readonly struct StudentTScore : IScalarFamily
{
    public string Name => nameof(StudentTScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var (nu, scale, z) = (x[1], x[3], (x[0] - x[2]) / x[3]);
        return Normalizer(0.5 * nu) - DoubleMath.HalfLogTwoPi - DoubleMath.Log(scale) - 0.5 * (nu + 1) * DoubleMath.Log1p(z * z / nu);
    }

    // By x: −(ν + 1)z/(ν + z²)/s; by ν: ½(ψ(h + ½) − ψ(h) − 1/ν − log(1 + w) + (ν + 1)w/(ν + z²)) with w = z²/ν; by s: ν(z² − 1)/(ν + z²)/s.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (nu, scale, z) = (x[1], x[3], (x[0] - x[2]) / x[3]);
        double w = z * z / nu, together = nu + z * z;
        slopes[0] = -(nu + 1) * z / together / scale;
        slopes[1] = 0.5 * (DoubleMath.DigammaDifference(0.5 * nu, 0.5) - 1 / nu - DoubleMath.Log1p(w) + (nu + 1) * w / together);
        slopes[2] = -slopes[0];
        slopes[3] = nu * (z - 1) * (z + 1) / together / scale;
    }

    /// <summary>c(h).</summary>
    public static double Normalizer(double h) =>
        DoubleMath.StirlingRemainder(h + 0.5) - DoubleMath.StirlingRemainder(h) - h * DoubleMath.MinusLog1p(0.5 / h);

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => StudentTTail.LogLower((x[0] - x[2]) / x[3], x[1]);

    public double LogSurvival(ReadOnlySpan<double> x) => StudentTTail.LogLower((x[2] - x[0]) / x[3], x[1]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var t = (x[0] - x[2]) / x[3];
        (slopes[1], slopes[2], slopes[3]) = (x[3] * StudentTTail.Path(t, x[1]), 1, t);
    }
}

/// <summary>The entropy of Student's t, (h + ½)(ψ(h + ½) − ψ(h)) − c(h) + ½ log 2π + log s with h = ½ν and c of <see cref="StudentTScore"/>.</summary>
internal readonly struct StudentTEntropy : IScalarFunction
{
    public string Name => nameof(StudentTEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var h = 0.5 * x[0];
        return (h + 0.5) * DoubleMath.DigammaDifference(h, 0.5) - StudentTScore.Normalizer(h) + DoubleMath.HalfLogTwoPi + DoubleMath.Log(x[1]);
    }

    // ½((h + ½)(ψ′(h + ½) − ψ′(h)) + 1/2h) with ψ′(x) = 1/x + f(x): ½((h + ½)(f(h + ½) − f(h)) + 1 − (h + ½)/h + 1/2h) = ½(h + ½)(f(h + ½) − f(h)).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var h = 0.5 * x[0];
        slopes[0] = 0.5 * (h + 0.5) * (DoubleMath.TrigammaMinusReciprocal(h + 0.5) - DoubleMath.TrigammaMinusReciprocal(h));
        slopes[1] = 1 / x[1];
    }
}
