using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Sums over the levels of a <see cref="DiscretizedLogistic"/>: with K the level, E[K] = ∑ₖ P(K ≥ k) and E[K²] = ∑ₖ (2k − 1)·P(K ≥ k) over k = 1 to
/// n − 1, where P(K ≥ k) = σ(t) and t = (μ − (k − ½)δ)/s.
/// </summary>
/// <remarks>In double, so that E[K²] − E[K]² keeps its digits. Lane i adds the levels i + 1, i + 9, …; the lanes are added in order.</remarks>
internal readonly struct LevelSums
{
    /// <summary>The sums for one μ and s: of σ(t), (2k − 1)σ(t), and of the same with the slope σ′(t) and with t·σ′(t).</summary>
    public LevelSums(double loc, double scale, int levelCount)
    {
        Vector512<double> one = Vector512<double>.One, ramp = Vector512<double>.Indices + one;
        Vector512<double> first = default, second = default, firstSlope = default, secondSlope = default, firstSpread = default, secondSpread = default;
        var limit = Vector512.Create(700.0);
        for (var k = 0; k < levelCount - 1; k += Vector512<double>.Count)
        {
            var level = ramp + Vector512.Create((double)k);
            var odd = level + level - one;
            var t = (Vector512.Create(loc) - odd / Vector512.Create(2.0 * (levelCount - 1))) / Vector512.Create(scale);
            t = Vector512.ConditionalSelect(Vector512.GreaterThan(t, limit), limit, Vector512.ConditionalSelect(Vector512.LessThan(t, -limit), -limit, t));
            var e = DoubleMath.Exp(-Vector512.Abs(t));
            var small = e / (one + e);
            var tail = Vector512.ConditionalSelect(Vector512.LessThan(t, Vector512<double>.Zero), small, one / (one + e));
            // Lanes beyond the last level count nothing.
            var counts = Vector512.LessThan(level, Vector512.Create((double)levelCount));
            tail &= counts;
            var slope = counts & (small / (one + e));
            first += tail;
            second += odd * tail;
            firstSlope += slope;
            secondSlope += odd * slope;
            firstSpread += t * slope;
            secondSpread += odd * t * slope;
        }
        (First, Second, FirstSlope, SecondSlope) = (Total(first), Total(second), Total(firstSlope), Total(secondSlope));
        (FirstSpread, SecondSpread) = (Total(firstSpread), Total(secondSpread));
    }

    /// <summary>E[K].</summary>
    public double First { get; }

    /// <summary>E[K²].</summary>
    public double Second { get; }

    /// <summary>s·∂E[K]/∂μ.</summary>
    public double FirstSlope { get; }

    /// <summary>s·∂E[K²]/∂μ.</summary>
    public double SecondSlope { get; }

    /// <summary>−s·∂E[K]/∂s.</summary>
    public double FirstSpread { get; }

    /// <summary>−s·∂E[K²]/∂s.</summary>
    public double SecondSpread { get; }

    private static double Total(Vector512<double> lanes)
    {
        var sum = 0.0;
        for (var i = 0; i < Vector512<double>.Count; i++) sum += lanes[i];
        return sum;
    }
}

/// <summary>The mean δ·E[K].</summary>
internal readonly struct DiscretizedLogisticMean(int levelCount) : IScalarFunction
{
    public string Name => nameof(DiscretizedLogisticMean);

    public double Value(ReadOnlySpan<double> x) => new LevelSums(x[0], x[1], levelCount).First / (levelCount - 1);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var sums = new LevelSums(x[0], x[1], levelCount);
        slopes[0] = sums.FirstSlope / x[1] / (levelCount - 1);
        slopes[1] = -sums.FirstSpread / x[1] / (levelCount - 1);
    }
}

/// <summary>The variance δ²·(E[K²] − E[K]²).</summary>
internal readonly struct DiscretizedLogisticVariance(int levelCount) : IScalarFunction
{
    public string Name => nameof(DiscretizedLogisticVariance);

    public double Value(ReadOnlySpan<double> x)
    {
        var sums = new LevelSums(x[0], x[1], levelCount);
        return Math.Max(0, sums.Second - sums.First * sums.First) / (levelCount - 1) / (levelCount - 1);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var sums = new LevelSums(x[0], x[1], levelCount);
        var unit = x[1] * (levelCount - 1) * (levelCount - 1);
        slopes[0] = (sums.SecondSlope - 2 * sums.First * sums.FirstSlope) / unit;
        slopes[1] = (2 * sums.First * sums.FirstSpread - sums.SecondSpread) / unit;
    }
}
