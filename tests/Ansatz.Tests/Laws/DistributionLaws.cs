using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What is true of every distribution's score, as plain assertions on a case.</summary>
public static class DistributionLaws
{
    public static void ShapesAreSamplesThenBatchThenEvent(DistributionCase c)
    {
        var p = c.Whole;
        Shape batch = [DistributionCase.BatchLength];
        Assert.Equal(batch, p.BatchShape);
        foreach (var samples in new Shape[] { [], [4], [2, 3] })
        {
            var x = p.Sample(new Rng(1), samples);
            Assert.Equal(samples.Concat(batch).Concat(p.EventShape), x.Shape);
            Assert.Equal(samples.Concat(batch), p.LogProb(x).Shape);
        }
        foreach (var statistic in Statistics(p).Take(2)) Assert.Equal(batch.Concat(p.EventShape), statistic.Shape);
        Assert.Equal([5], c.Single(0).Sample(new Rng(1), [5]).Shape[..1]);
    }

    public static void WrongShapesAreNamed(DistributionCase c)
    {
        var wrong = new Shape([7]).Concat(c.Whole.EventShape);
        var error = Assert.Throws<ArgumentException>(() => c.Whole.LogProb(Tensor.Zeros(wrong)));
        Assert.StartsWith(c.Whole.GetType().Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(wrong.ToString(), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        if (c.Whole.EventShape.Rank > 0) Assert.Throws<ArgumentException>(() => c.Whole.LogProb(Tensor.Zeros([3, 9])));
    }

    public static void DensityIntegratesToOne(DistributionCase c)
    {
        if (!c.Whole.IsNormalized) return;
        foreach (var mass in Integrals(c, (_, _) => 1)[0]) Assert.Equal(1, mass, c.QuadratureTolerance);
    }

    /// <summary>Mean, variance and entropy against their definitions, by quadrature.</summary>
    public static void StatisticsAreTheirIntegrals(DistributionCase c)
    {
        if (!c.Whole.IsNormalized) return;
        if (c.IsCircular) CircularStatisticsAreTheirIntegrals(c);
        var size = c.IsCircular ? 0 : c.Whole.EventShape.Size;
        // The means of all elements, then the means of their squares, then the entropy.
        var integrals = Integrals(c,
        [
            .. Enumerable.Range(0, size).Select(e => (Func<float[], float, double>)((x, _) => x[e])),
            .. Enumerable.Range(0, size).Select(e => (Func<float[], float, double>)((x, _) => (double)x[e] * x[e])),
            (_, logP) => -logP,
        ]);
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            for (var e = 0; e < size; e++)
            {
                var (element, expectedMean) = (b * size + e, integrals[e][b]);
                if (Statistic(() => c.Whole.Mean)?.ToArray()[element] is { } mean && float.IsFinite(mean)) Assert.Equal(expectedMean, mean, 10 * c.QuadratureTolerance);
                if (Statistic(() => c.Whole.Variance)?.ToArray()[element] is not { } variance || !float.IsFinite(variance)) continue;
                var expected = integrals[size + e][b] - expectedMean * expectedMean;
                Assert.Equal(expected, variance, 10 * c.QuadratureTolerance * (1 + expected));
                Assert.Equal(Math.Sqrt(Math.Max(0, expected)), c.Whole.StandardDeviation.ToArray()[element], 10 * c.QuadratureTolerance * (1 + expected));
            }
            if (Statistic(() => c.Whole.Entropy) is { } entropy) Assert.Equal(integrals[^1][b], entropy.ToArray()[b], 10 * c.QuadratureTolerance);
        }
    }

    private static void CircularStatisticsAreTheirIntegrals(DistributionCase c)
    {
        var integrals = Integrals(c, (x, _) => Math.Cos(x[0]), (x, _) => Math.Sin(x[0]));
        var (cosines, sines) = (integrals[0], integrals[1]);
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            Assert.Equal(Math.Atan2(sines[b], cosines[b]), c.Whole.Mean.ToArray()[b], 10 * c.QuadratureTolerance);
            Assert.Equal(1 - Math.Sqrt(cosines[b] * cosines[b] + sines[b] * sines[b]), c.Whole.Variance.ToArray()[b], 10 * c.QuadratureTolerance);
        }
    }

    public static void BatchEqualsItsSingles(DistributionCase c)
    {
        const int Count = 5;
        var x = c.Values(Count);
        var all = c.Whole.LogProb(x);
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            for (var n = 0; n < Count; n++)
            {
                var one = BijectorCase.Member(BijectorCase.Member(x, n), b);
                Assert.Equal(BijectorCase.Member(BijectorCase.Member(all, n), b).ToArray(), c.Single(b).LogProb(one).ToArray());
            }
            foreach (var (whole, single) in Statistics(c.Whole).Zip(Statistics(c.Single(b))))
                Assert.Equal(BijectorCase.Member(whole, b).ToArray(), single.ToArray());
        }
    }

    /// <summary>Score and statistics by every parameter, and the score by the value, against central differences.</summary>
    public static void GradientsAreDerivatives(DistributionCase c)
    {
        if (c.IsPiecewiseConstant) return;
        var x = c.Values(4);
        Differences.AssertGradients(c.Parameters, p => [c.Build(p).LogProb(x), .. Statistics(c.Build(p))]);
        // The elements of some events depend on each other: moved alone, they leave the support, but not the domain of the formula.
        if (!c.IsDiscrete && !c.HasTiedElements) Differences.AssertGradients([x], v => [c.Event is null ? c.Whole.LogProb(v[0]) : c.Whole.ScoreInside(v[0]), v[0]]);
    }

    /// <summary>−∞ off the support, at ±∞ and at NaN, with a gradient of exactly 0, while the values beside it keep theirs.</summary>
    public static void OffTheSupportIsMinusInfinity(DistributionCase c)
    {
        var inside = c.Values(1).ToArray();
        foreach (var off in c.OffSupport.Concat([float.NaN, float.PositiveInfinity, float.NegativeInfinity]))
            for (var e = 0; e < c.Whole.EventShape.Size; e++)
            {
                // The first row lies inside; in the second one element of every event does not.
                float[] values = [.. inside, .. inside];
                for (var i = inside.Length + e; i < values.Length; i += c.Whole.EventShape.Size) values[i] = off;
                using var tape = new Tape();
                var x = tape.Watch(Tensor.From(values, new Shape([2, DistributionCase.BatchLength]).Concat(c.Whole.EventShape)));
                Tensor[] parameters = [.. c.Parameters.Select(tape.Watch)];
                var logP = c.Build(parameters).LogProb(x);
                Assert.All(logP.ToArray()[..DistributionCase.BatchLength], v => Assert.True(float.IsFinite(v)));
                Assert.All(logP.ToArray()[DistributionCase.BatchLength..], v => Assert.Equal(float.NegativeInfinity, v));
                if (c.IsPiecewiseConstant) continue;
                var (outside, both) = (logP.Slice(0, 1, 1).Sum(), logP.Sum());
                var gradients = tape.Backward(outside);
                Assert.All(gradients[x].ToArray(), g => Assert.Equal(0, g));
                foreach (var parameter in parameters) Assert.All(gradients[parameter].ToArray(), g => Assert.Equal(0, g));
                Assert.All(tape.Backward(both)[x].ToArray(), g => Assert.True(float.IsFinite(g)));
            }
    }

    /// <summary>The mode is in the support, and no draw has a higher density.</summary>
    public static void NoDrawIsMoreLikelyThanTheMode(DistributionCase c)
    {
        if (Statistic(() => c.Whole.Mode) is not { } mode) return;
        Assert.Equal(c.Whole.BatchShape.Concat(c.Whole.EventShape), mode.Shape);
        var highest = c.Whole.LogProb(mode).ToArray();
        var scores = c.Whole.LogProb(c.Whole.Sample(new Rng(37).Fork(c.Name), [2000])).ToArray();
        for (var i = 0; i < scores.Length; i++)
        {
            var b = i % DistributionCase.BatchLength;
            if (!float.IsNaN(mode.ToArray()[b * c.Whole.EventShape.Size])) Assert.True(scores[i] <= highest[b] + 1e-5f * (1 + Math.Abs(highest[b])), $"{c.Name}, member {b}: a draw has log p = {scores[i]}, the mode {highest[b]}");
        }
    }

    /// <summary>The closed forms there are, in the order mean, variance, entropy; without those that do not exist, as the mean of Cauchy.</summary>
    private static IEnumerable<Tensor> Statistics(Distribution p) =>
        new[] { Statistic(() => p.Mean), Statistic(() => p.Variance), Statistic(() => p.Entropy) }.OfType<Tensor>().Where(t => t.ToArray().All(float.IsFinite));

    internal static Tensor? Statistic(Func<Tensor> closedForm)
    {
        try
        {
            return closedForm();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>∫ f(x, log p(x))·p(x) dx for each function f and each member of the batch.</summary>
    private static double[][] Integrals(DistributionCase c, params Func<float[], float, double>[] functions)
    {
        var (points, measures) = c.Quadrature();
        var values = points.ToArray();
        var logP = c.Whole.LogProb(points).ToArray();
        var size = c.Whole.EventShape.Size;
        double[][] sums = [.. functions.Select(_ => new double[DistributionCase.BatchLength])];
        var x = new float[size];
        for (var n = 0; n < points.Shape[0]; n++)
        {
            Array.Copy(values, n * size, x, 0, size);
            for (var b = 0; b < DistributionCase.BatchLength; b++)
            {
                var l = logP[n * DistributionCase.BatchLength + b];
                if (float.IsNegativeInfinity(l)) continue;
                var mass = measures[n] * Math.Exp(l);
                for (var f = 0; f < functions.Length; f++) sums[f][b] += functions[f](x, l) * mass;
            }
        }
        return sums;
    }
}
