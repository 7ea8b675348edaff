using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The interval of a truncated normal variable with its moments, and the derivatives of E[z] and Var z by the bounds: h(α)(E − α), h(β)(β − E),
/// h(α)(V − (α − E)²), h(β)((β − E)² − V) with the density h.
/// </summary>
internal readonly ref struct TruncatedNormalMoments
{
    public TruncatedNormalMoments(ReadOnlySpan<double> x)
    {
        Interval = TruncatedNormalFamily.Interval(x[0], x[1], x[2], x[3]);
        (Alpha, Beta) = ((x[2] - x[0]) / x[1], (x[3] - x[0]) / x[1]);
        (Offset, Variance, SquareExcess) = Interval.Moments();
    }

    public NormalInterval Interval { get; }

    public double Alpha { get; }

    public double Beta { get; }

    public double Offset { get; }

    public double Variance { get; }

    public double SquareExcess { get; }

    /// <summary>E[z].</summary>
    public double Mean => Interval.Centre + Offset;

    /// <summary>Slopes by μ, σ, low and high of σᵖ·f(α, β), from those of f by α and β: f moves with μ by −(f_α + f_β)/σ, and so on.</summary>
    public void Write(Span<double> slopes, double factor, double bySigma, double byAlpha, double byBeta)
    {
        slopes[0] = -factor * (byAlpha + byBeta);
        slopes[1] = bySigma - factor * (Times(Alpha, byAlpha) + Times(Beta, byBeta));
        slopes[2] = factor * byAlpha;
        slopes[3] = factor * byBeta;
    }

    /// <summary>h(t)·f, which is 0 at an infinite bound.</summary>
    public double AtBound(double t, double f) => double.IsInfinity(t) ? 0 : Interval.DensityAt(t) * f;

    private static double Times(double bound, double slope) => slope == 0 ? 0 : bound * slope;
}

/// <summary>μ + σE[z].</summary>
internal readonly struct TruncatedNormalMean : IScalarFunction
{
    public string Name => nameof(TruncatedNormalMean);

    public double Value(ReadOnlySpan<double> x)
    {
        var m = new TruncatedNormalMoments(x);
        // From the bound itself if it is next to μ, since μ + σα would round.
        return (m.Alpha > 0 ? x[2] : m.Beta < 0 ? x[3] : x[0]) + x[1] * m.Offset;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var m = new TruncatedNormalMoments(x);
        m.Write(slopes, 1, m.Mean, m.AtBound(m.Alpha, m.Mean - m.Alpha), m.AtBound(m.Beta, m.Beta - m.Mean));
        slopes[0] += 1;
    }
}

/// <summary>σ²·Var z.</summary>
internal readonly struct TruncatedNormalVariance : IScalarFunction
{
    public string Name => nameof(TruncatedNormalVariance);

    public double Value(ReadOnlySpan<double> x) => x[1] * x[1] * new TruncatedNormalMoments(x).Variance;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var m = new TruncatedNormalMoments(x);
        double a = m.Alpha - m.Mean, b = m.Beta - m.Mean;
        m.Write(slopes, x[1], 2 * x[1] * m.Variance, m.AtBound(m.Alpha, m.Variance - a * a), m.AtBound(m.Beta, b * b - m.Variance));
    }
}

/// <summary>log σ + ½ log 2π + log G + ½E[z² − c²] with G and c of <see cref="NormalInterval"/>; by α it moves by h(α)(½(E[z²] − α²) − 1), by β by h(β)(1 + ½(β² − E[z²])).</summary>
internal readonly struct TruncatedNormalEntropy : IScalarFunction
{
    public string Name => nameof(TruncatedNormalEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var m = new TruncatedNormalMoments(x);
        return DoubleMath.Log(x[1]) + DoubleMath.HalfLogTwoPi + m.Interval.LogMass + 0.5 * m.SquareExcess;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var m = new TruncatedNormalMoments(x);
        var c = m.Interval.Centre;
        var byAlpha = m.AtBound(m.Alpha, 0.5 * (m.SquareExcess - (m.Alpha - c) * (m.Alpha + c)) - 1);
        var byBeta = m.AtBound(m.Beta, 1 + 0.5 * ((m.Beta - c) * (m.Beta + c) - m.SquareExcess));
        m.Write(slopes, 1 / x[1], 1 / x[1], byAlpha, byBeta);
    }
}
