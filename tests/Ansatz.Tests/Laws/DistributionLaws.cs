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
        foreach (var mass in Integrals(c, (_, _) => 1)) Assert.Equal(1, mass, c.QuadratureTolerance);
    }

    /// <summary>Mean, variance and entropy against their definitions, by quadrature.</summary>
    public static void StatisticsAreTheirIntegrals(DistributionCase c)
    {
        if (!c.Whole.IsNormalized) return;
        var size = c.Whole.EventShape.Size;
        for (var e = 0; e < size; e++)
        {
            var means = Integrals(c, (x, _) => x[e]);
            var squares = Integrals(c, (x, _) => (double)x[e] * x[e]);
            for (var b = 0; b < DistributionCase.BatchLength; b++)
            {
                if (Statistic(() => c.Whole.Mean) is { } mean) Assert.Equal(means[b], mean.ToArray()[b * size + e], 10 * c.QuadratureTolerance);
                if (Statistic(() => c.Whole.Variance) is { } variance)
                {
                    var expected = squares[b] - means[b] * means[b];
                    Assert.Equal(expected, variance.ToArray()[b * size + e], 10 * c.QuadratureTolerance * (1 + expected));
                    Assert.Equal(Math.Sqrt(expected), c.Whole.StandardDeviation.ToArray()[b * size + e], 10 * c.QuadratureTolerance * (1 + expected));
                }
            }
        }
        if (Statistic(() => c.Whole.Entropy) is not { } entropy) return;
        var entropies = Integrals(c, (_, logP) => -logP);
        for (var b = 0; b < DistributionCase.BatchLength; b++) Assert.Equal(entropies[b], entropy.ToArray()[b], 10 * c.QuadratureTolerance);
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
        var x = c.Values(4);
        Differences.AssertGradients(c.Parameters, p => [c.Build(p).LogProb(x), .. Statistics(c.Build(p))]);
        if (!c.IsDiscrete) Differences.AssertGradients([x], v => [c.Whole.LogProb(v[0]), v[0]]);
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
                var (outside, both) = (logP.Slice(0, 1, 1).Sum(), logP.Sum());
                var gradients = tape.Backward(outside);
                Assert.All(gradients[x].ToArray(), g => Assert.Equal(0, g));
                foreach (var parameter in parameters) Assert.All(gradients[parameter].ToArray(), g => Assert.Equal(0, g));
                Assert.All(tape.Backward(both)[x].ToArray(), g => Assert.True(float.IsFinite(g)));
            }
    }

    /// <summary>The closed forms there are, in the order mean, variance, entropy.</summary>
    private static IEnumerable<Tensor> Statistics(Distribution p) =>
        new[] { Statistic(() => p.Mean), Statistic(() => p.Variance), Statistic(() => p.Entropy) }.OfType<Tensor>();

    private static Tensor? Statistic(Func<Tensor> closedForm)
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

    /// <summary>∫ f(x, log p(x))·p(x) dx for each member.</summary>
    private static double[] Integrals(DistributionCase c, Func<float[], float, double> f)
    {
        var (points, measure) = c.Quadrature();
        var values = points.ToArray();
        var logP = c.Whole.LogProb(points).ToArray();
        var size = c.Whole.EventShape.Size;
        var sums = new double[DistributionCase.BatchLength];
        var x = new float[size];
        for (var n = 0; n < points.Shape[0]; n++)
        {
            Array.Copy(values, n * size, x, 0, size);
            for (var b = 0; b < sums.Length; b++)
            {
                var l = logP[n * sums.Length + b];
                if (!float.IsNegativeInfinity(l)) sums[b] += f(x, l) * Math.Exp(l);
            }
        }
        return [.. sums.Select(s => s * measure)];
    }
}
