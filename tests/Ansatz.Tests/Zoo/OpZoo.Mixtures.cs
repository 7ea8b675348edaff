using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static IEnumerable<OpRow> Mixtures() =>
    [
        new("CouplingMap", x => new CouplingMap(4, isInterleaved: false, isInverse: false).Apply(x[0], x[1]), x => Coupling(x, isInterleaved: false, isInverse: false))
        {
            Cases = [[[3], [6]], [[5, 7], [5, 14]], [[2, 2100], [2, 4200]]],
            Domains = [Domain.Reals, Domain.Between(-20, 20)],
            Ulps = 16,
            Magnitude = x => Coupling(x, isInterleaved: false, isInverse: false, size: true),
            Magnitudes = [0.1f, 1, 5],
            GradientTolerance = 2e-5,
        },
        new("CouplingMap backwards", x => new CouplingMap(3, isInterleaved: true, isInverse: true).Apply(x[0], x[1]), x => Coupling(x, isInterleaved: true, isInverse: true, limit: 3))
        {
            Cases = [[[3], [3, 2]], [[5, 7], [5, 7, 2]], [[2, 2100], [2, 2100, 2]]],
            Domains = [Domain.Reals, Domain.Between(-20, 20)],
            Ulps = 16,
            Magnitude = x => Coupling(x, isInterleaved: true, isInverse: true, limit: 3, size: true),
            Magnitudes = [0.1f, 1, 5],
            GradientTolerance = 2e-5,
        },
        new("Spline", x => new SplineMap(4, 2, SplineFloor.None, isInverse: false).Apply(x[0], x[1]), x => Spline(x, isInverse: false))
        {
            Cases = [[[7], [7, 11]], [[130], [130, 11]], [[3, 5], [3, 5, 12]]],
            Domains = [Domain.Between(-2, 2), Domain.Between(-3, 3)],
            Ulps = 8,
            Magnitude = x => SplineSize(x, isInverse: false),
            Magnitudes = [0.5f, 1],
            GradientTolerance = 1e-5,
        },
        new("Spline backwards", x => new SplineMap(4, 2, SplineFloor.None, isInverse: true).Apply(x[0], x[1]), x => Spline(x, isInverse: true))
        {
            Cases = [[[7], [7, 11]], [[130], [130, 11]], [[3, 5], [3, 5, 12]]],
            Domains = [Domain.Between(-2, 2), Domain.Between(-3, 3)],
            Ulps = 8,
            Magnitude = x => SplineSize(x, isInverse: true),
            Magnitudes = [0.5f, 1],
            GradientTolerance = 1e-5,
        },
        new("NormalMixture", x => x[0].NormalMixture(x[1], x[2], x[3]), x => LogSum(x, (score, _) => score))
        {
            Cases = [[[1, 1], [1], [1, 1], [1, 1]], [[17, 1], [2], [2, 1], [2, 1]], [[5, 33, 3], [4], [4, 3], [4, 3]], [[2100, 2], [3], [3, 2], [3, 2]], [[0, 2], [3], [3, 2], [3, 2]]],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals, Domain.Between(0.1f, 10)],
            Magnitudes = [0.1f, 1, 3],
            Ulps = 8,
            Magnitude = x => LogSum(x, (_, size) => size),
            GradientTolerance = 1e-5,
            Batched = [true, false, false, false],
        },
    ];

    /// <summary>The log of the sum of the densities where the score is asked for; else the size of its largest terms.</summary>
    private static Doubles LogSum(Doubles[] x, Func<double, double, double> choose)
    {
        var (points, weights, means, scales) = (x[0], x[1], x[2], x[3]);
        return Doubles.Build(points.Shape[..^1], n =>
        {
            var (scores, sizes) = (new double[weights.Length], new double[weights.Length]);
            for (var k = 0; k < weights.Length; k++)
            {
                (scores[k], sizes[k]) = (weights[k], Math.Abs(weights[k]));
                for (var i = 0; i < means.Shape[1]; i++)
                {
                    double deviation = (points[[.. n, i]] - means[k, i]) / scales[k, i], half = 0.5 * deviation * deviation, log = Math.Log(scales[k, i]), constant = 0.5 * Math.Log(2 * Math.PI);
                    scores[k] -= half + log + constant;
                    sizes[k] += half + Math.Abs(log) + constant;
                }
            }
            return choose(LogSumExp(scores), sizes.Max());
        });
    }

    /// <summary>Value and log-slope of affine couplings; the sizes of what cancels in them where these are asked for.</summary>
    private static Doubles Coupling(Doubles[] x, bool isInterleaved, bool isInverse, double limit = 4, bool size = false)
    {
        var result = new Doubles(new Shape(2).Concat(x[0].Shape));
        var width = x[0].Shape[^1];
        for (var i = 0; i < x[0].Length; i++)
        {
            int at = isInterleaved ? 2 * i : i / width * 2 * width + i % width, distance = isInterleaved ? 1 : width;
            double t = x[1].Values[at], s = limit * Math.Tanh(x[1].Values[at + distance] / limit), v = x[0].Values[i];
            if (size) (v, t) = (Math.Abs(v), isInverse ? -Math.Abs(t) : Math.Abs(t));
            result.Values[i] = isInverse ? (v - t) * Math.Exp(-s) : v * Math.Exp(s) + t;
            result.Values[x[0].Length + i] = isInverse ? -s : s;
        }
        return result;
    }

    /// <summary>Value and log-slope of splines of 4 bins on [−2, 2], the inverse by bisection.</summary>
    private static Doubles Spline(Doubles[] x, bool isInverse)
    {
        var result = new Doubles(new Shape(2).Concat(x[0].Shape));
        var count = x[1].Shape[^1];
        for (var i = 0; i < x[0].Length; i++)
        {
            var features = x[1].Values.AsSpan(i * count, count).ToArray();
            var at = x[0].Values[i];
            if (isInverse)
            {
                double low = -2, high = 2;
                for (var n = 0; n < 200; n++)
                    if (SplineAt(features, 0.5 * (low + high)).Y < at) low = 0.5 * (low + high);
                    else high = 0.5 * (low + high);
                at = 0.5 * (low + high);
            }
            var (y, logSlope) = SplineAt(features, at);
            (result.Values[i], result.Values[x[0].Length + i]) = isInverse ? (at, -logSlope) : (y, logSlope);
        }
        return result;
    }

    /// <summary>The distance to the corner is a difference of numbers up to the interval's length, 4, whose shares are floats; a steep spline magnifies its error.</summary>
    private static Doubles SplineSize(Doubles[] x, bool isInverse)
    {
        const double Step = 1e-6;
        Doubles value = Spline(x, isInverse), above = Spline([x[0].Map(v => v + Step), x[1]], isInverse), below = Spline([x[0].Map(v => v - Step), x[1]], isInverse);
        return new Doubles(value.Shape, [.. value.Values.Select((v, i) => Math.Max(1, Math.Abs(v)) + 4 * Math.Abs(above.Values[i] - below.Values[i]) / (2 * Step))]);
    }

    private static (double Y, double LogSlope) SplineAt(double[] features, double x)
    {
        double[] Sizes(int from) => [.. Enumerable.Range(from, 4).Select(k => 4 * (0.001 + 0.996 * Math.Exp(features[k]) / Enumerable.Range(from, 4).Sum(j => Math.Exp(features[j]))))];
        double[] widths = Sizes(0), heights = Sizes(4);
        double[] slopes = [.. features[8..].Select(r => 0.001 + Math.Log(1 + Math.Exp(r + Math.Log(Math.Exp(0.999) - 1))))];
        // The slope at knot k = 0, …, 4.
        double Slope(int knot) => features.Length == 12 ? slopes[(knot + 3) % 4] : knot is 0 or 4 ? 1 : slopes[knot - 1];
        double left = -2, bottom = -2;
        var bin = 0;
        while (bin < 3 && x >= left + widths[bin])
        {
            left += widths[bin];
            bottom += heights[bin++];
        }
        double s = heights[bin] / widths[bin], d = Slope(bin), e = Slope(bin + 1), xi = (x - left) / widths[bin], p = xi * (1 - xi), below = s + (d + e - 2 * s) * p;
        return (bottom + heights[bin] * (s * xi * xi + d * p) / below, Math.Log(s * s * (e * xi * xi + 2 * s * p + d * (1 - xi) * (1 - xi)) / (below * below)));
    }
}
