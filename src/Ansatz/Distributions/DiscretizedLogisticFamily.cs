using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family of <see cref="DiscretizedLogistic"/>, in double: P(X ≤ kδ) = σ(((k + ½)δ − μ)/s) below the last level.</summary>
internal readonly struct DiscretizedLogisticFamily(int levelCount) : IScalarFamily
{
    // How far below a level a value may lie and still count as that level, in units of 1; see NearLevel.
    private const double Tolerance = 1.0 / (1 << 22);

    public string Name => nameof(DiscretizedLogisticFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var k = Level(x);
        double upper = Argument(k + 0.5, x), lower = Argument(k - 0.5, x);
        var below = k == levelCount - 1 ? 0 : LogisticScore.LogSigmoid(upper);
        var above = k == 0 ? 0 : LogisticScore.LogSigmoid(-lower);
        return below + above + (k == 0 || k == levelCount - 1 ? 0 : DoubleMath.LogOneMinusExp(lower - upper));
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => throw new NotSupportedException("DiscretizedLogisticFamily: DiscretizedLogisticScore has the slopes.");

    public bool IsDiscrete => true;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (-Tolerance, 1 - Tolerance);

    public double PointBelow(ReadOnlySpan<double> x) => Level(x) / (levelCount - 1);

    public double LogCdf(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(Argument(Level(x) + 0.5, x));

    public double LogSurvival(ReadOnlySpan<double> x) => LogisticScore.LogSigmoid(-Argument(Level(x) + 0.5, x));

    public double Quantile(ReadOnlySpan<double> x)
    {
        var edge = (x[1] + x[2] * (DoubleMath.Log(x[0]) - DoubleMath.Log1p(-x[0]))) * (levelCount - 1) - 0.5;
        return (float)Math.Clamp(Math.Ceiling(edge), 0, levelCount - 1) / (levelCount - 1);
    }

    // P falls by σ′(t)/s with μ and by t·σ′(t)/s with s.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var t = Argument(Level(x) + 0.5, x);
        slopes[1] = DoubleMath.Exp(LogisticScore.LogSigmoid(t) + LogisticScore.LogSigmoid(-t) - Value(x)) / x[2];
        slopes[2] = slopes[1] == 0 ? 0 : t * slopes[1];
    }

    /// <summary>∂P(x)/∂μ and ∂P(x)/∂s: P is a difference of two σ, or one of them in the first and the last level.</summary>
    public (double ByLoc, double ByScale) Slopes(double level, ReadOnlySpan<double> x)
    {
        double upper = Argument(level + 0.5, x), lower = Argument(level - 0.5, x);
        double atUpper = level == levelCount - 1 ? 0 : Bump(upper), atLower = level == 0 ? 0 : Bump(lower);
        return ((atLower - atUpper) / x[2], ((atLower == 0 ? 0 : lower * atLower) - (atUpper == 0 ? 0 : upper * atUpper)) / x[2]);
    }

    // σ(t)σ(−t).
    private static double Bump(double t) => DoubleMath.Exp(LogisticScore.LogSigmoid(t) + LogisticScore.LogSigmoid(-t));

    private double Level(ReadOnlySpan<double> x) => Math.Clamp(Math.Floor((x[0] + Tolerance) * (levelCount - 1)), 0, levelCount - 1);

    private double Argument(double level, ReadOnlySpan<double> x) => (level / (levelCount - 1) - x[1]) / x[2];
}

/// <summary>−∑ₖ P log P; its slopes are −∑ₖ ∂P·log P, since ∑ₖ ∂P = 0.</summary>
internal readonly struct DiscretizedLogisticEntropy(int levelCount) : IScalarFunction
{
    public string Name => nameof(DiscretizedLogisticEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var k = 0; k < levelCount; k++)
            if (LogProb(k, x) is var log && DoubleMath.Exp(log) is > 0 and var p) sum -= p * log;
        return sum;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes.Clear();
        for (var k = 0; k < levelCount; k++)
        {
            var log = LogProb(k, x);
            if (DoubleMath.Exp(log) == 0) continue;
            var (byLoc, byScale) = new DiscretizedLogisticFamily(levelCount).Slopes(k, [0, x[0], x[1]]);
            slopes[0] -= byLoc * log;
            slopes[1] -= byScale * log;
        }
    }

    private double LogProb(int level, ReadOnlySpan<double> x) => new DiscretizedLogisticFamily(levelCount).Value([(double)level / (levelCount - 1), x[0], x[1]]);
}

/// <summary>The level with the highest probability; the least one if there are several.</summary>
internal readonly struct DiscretizedLogisticMode(int levelCount) : IScalarFunction
{
    public string Name => nameof(DiscretizedLogisticMode);

    public double Value(ReadOnlySpan<double> x)
    {
        // Between the first and the last level, the density falls on both sides of μ.
        var last = levelCount - 1;
        var inner = Math.Clamp(Math.Round(x[0] * last), Math.Min(1, last), Math.Max(last - 1, 0));
        double best = 0, highest = double.NegativeInfinity;
        foreach (var level in (ReadOnlySpan<double>)[0, inner, last])
        {
            var score = new DiscretizedLogisticFamily(levelCount).Value([level / last, x[0], x[1]]);
            if (score > highest) (best, highest) = (level, score);
        }
        return (float)best / last;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes.Clear();
}
