using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What is true of every distribution's draws, as plain assertions on a case.</summary>
public static class SamplingLaws
{
    private const int SampleCount = 50_000;

    /// <summary>
    /// The draws' distribution function along a fixed direction stays near that of the density, found by quadrature.
    /// </summary>
    /// <remarks>
    /// P(sup |Fₙ − F| &gt; ε) ≤ 2 exp(−2nε²) for any F (Dvoretzky, Kiefer and Wolfowitz 1956, with Massart's constant, 1990): ε = 0.0121 for n = 50,000 and
    /// a false-failure rate of 1e-6. A normal distribution shifted by 0.05 standard deviations moves F by 0.0199, one whose scale is wrong by a twelfth by 0.019;
    /// both are found with a probability above 99.9 %.
    /// </remarks>
    public static void DrawsFollowTheDensity(DistributionCase c)
    {
        if (!c.Whole.IsNormalized) return;
        var epsilon = Math.Sqrt(Math.Log(2 / 1e-6) / (2.0 * SampleCount)) + c.QuadratureTolerance;
        var (points, measures) = c.Quadrature();
        var logP = c.Whole.LogProb(points).ToArray();
        var along = Project(points);
        var order = Enumerable.Range(0, along.Length).ToArray();
        Array.Sort([.. along], order);
        var draws = Project(c.Whole.Sample(new Rng(17).Fork(c.Name), [SampleCount]));
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            var sorted = Enumerable.Range(0, SampleCount).Select(n => draws[n * DistributionCase.BatchLength + b]).Order().ToArray();
            double below = 0, worst = 0;
            var drawn = 0;
            for (var k = 0; k < order.Length; k++)
            {
                below += measures[order[k]] * Math.Exp(logP[order[k] * DistributionCase.BatchLength + b]);
                if (k + 1 < order.Length && along[order[k + 1]] == along[order[k]]) continue;
                while (drawn < sorted.Length && sorted[drawn] <= along[order[k]]) drawn++;
                worst = Math.Max(worst, Math.Abs(below - (double)drawn / SampleCount));
            }
            Assert.True(worst <= epsilon, $"{c.Name}, member {b}: the draws' distribution function is {worst:F4} away from the density's, at most {epsilon:F4} is chance");
        }
    }

    /// <summary>Sample mean and variance within 4.9 standard errors of the closed forms (two-sided rate 1e-6).</summary>
    public static void DrawsHaveTheMoments(DistributionCase c)
    {
        Tensor mean, variance;
        try
        {
            (mean, variance) = (c.Whole.Mean, c.Whole.Variance);
        }
        catch (NotSupportedException)
        {
            return;
        }
        if (c.IsCircular) return;
        float[] means = mean.ToArray(), variances = variance.ToArray();
        var draws = c.Whole.Sample(new Rng(23).Fork(c.Name), [SampleCount]).ToArray();
        for (var e = 0; e < means.Length; e++)
        {
            if (!float.IsFinite(means[e]) || !float.IsFinite(variances[e])) continue;
            double first = 0, second = 0, fourth = 0;
            for (var n = 0; n < SampleCount; n++)
            {
                var d = draws[n * means.Length + e] - (double)means[e];
                first += d / SampleCount;
                second += d * d / SampleCount;
                fourth += d * d * d * d / SampleCount;
            }
            var errorOfMean = Math.Sqrt(variances[e] / SampleCount);
            var errorOfVariance = Math.Sqrt(Math.Max(0, fourth - second * second) / SampleCount);
            Assert.True(Math.Abs(first) <= 4.9 * errorOfMean + 1e-6, $"{c.Name}, element {e}: the mean is {first / errorOfMean:F1} standard errors off");
            Assert.True(Math.Abs(second - variances[e]) <= 4.9 * errorOfVariance + 1e-6 * variances[e],
                $"{c.Name}, element {e}: the variance is {second}, expected {variances[e]} ± {errorOfVariance}");
        }
    }

    public static void SampleAndLogProbIsSampleThenLogProb(DistributionCase c)
    {
        var (value, logProb) = c.Whole.SampleAndLogProb(new Rng(5), [200]);
        Assert.Equal(c.Whole.Sample(new Rng(5), [200]).ToArray(), value.ToArray());
        Near.All(c.Whole.LogProb(value), logProb, 2e-3);
    }

    /// <summary>Draws with common random numbers, differentiated by every parameter: tape against central differences. Other draws carry no gradient.</summary>
    public static void DrawsAreDifferentiableIfTheySaySo(DistributionCase c)
    {
        if (c.HasImplicitGradient)
        {
            GradientsOfDrawsAverageToThatOfTheMean(c);
            return;
        }
        if (c.Whole.IsReparameterized)
        {
            Differences.AssertGradients(c.Parameters, p => [c.Build(p).Sample(new Rng(5), [4])]);
            return;
        }
        using var tape = new Tape();
        Assert.False(c.Build([.. c.Parameters.Select(tape.Watch)]).Sample(new Rng(5), [4]).IsTracked);
    }

    /// <summary>∂E[w·x]/∂θ against the mean of the draws' gradients, within 5 standard errors of that mean.</summary>
    private static void GradientsOfDrawsAverageToThatOfTheMean(DistributionCase c)
    {
        const int Groups = 40, GroupSize = 1000;
        Assert.True(c.Whole.IsReparameterized);
        if (c.IsCircular || DistributionLaws.Statistic(() => c.Whole.Mean) is null) return;
        var weights = Tensor.From([.. Enumerable.Range(0, c.Whole.Mean.Length).Select(i => 1 + 0.37f * (i % 5))], c.Whole.Mean.Shape);
        float[][] Gradients(Func<Distribution, Tensor> of)
        {
            using var tape = new Tape();
            Tensor[] watched = [.. c.Parameters.Select(tape.Watch)];
            var gradients = tape.Backward((of(c.Build(watched)) * weights).Sum());
            return [.. watched.Select(p => gradients[p].ToArray())];
        }
        var exact = Gradients(p => p.Mean);
        var groups = Enumerable.Range(0, Groups).Select(g => Gradients(p => p.Sample(new Rng(41).Fork(c.Name).Fork(g), [GroupSize]) * (1f / GroupSize))).ToArray();
        for (var which = 0; which < exact.Length; which++)
            for (var e = 0; e < exact[which].Length; e++)
            {
                var values = groups.Select(g => (double)g[which][e]).ToArray();
                var mean = values.Average();
                var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (Groups - 1) / Groups);
                Assert.True(Math.Abs(mean - exact[which][e]) <= 6 * error + 1e-5 * (1 + Math.Abs(mean)), $"{c.Name}, parameter {which}, element {e}: the draws' gradients average to {mean} ± {error}, that of the mean is {exact[which][e]}");
            }
    }

    /// <summary>Draws live in the memory of their parameters' tape.</summary>
    public static void DrawsLiveOnTheParametersTape(DistributionCase c)
    {
        using var tape = Tape.Scope();
        Assert.Same(tape, c.Build([.. c.Parameters.Select(tape.Enter)]).Sample(new Rng(5), [4]).Tape);
    }

    /// <summary>Each event's inner product with (1, 0.7, 0.49, …).</summary>
    private static double[] Project(Tensor events)
    {
        var values = events.ToArray();
        var size = events.Rank > 2 ? events.Shape[2..].Size : 1;
        var along = new double[values.Length / size];
        for (var i = 0; i < values.Length; i++) along[i / size] += Math.Pow(0.7, i % size) * values[i];
        return along;
    }
}
