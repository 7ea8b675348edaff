using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What is true of every distribution function, its complement and its inverse, as plain assertions on a case.</summary>
public static class FunctionLaws
{
    private const int DrawCount = 1_000_000, ThresholdCount = 1000;

    private static readonly float[] probabilities = [1e-20f, 1e-6f, 0.003f, 0.05f, 0.25f, 0.5f, 0.731f, 0.9f, 0.999f, 0.999999f];

    public static void FunctionsAreDefinedForNumbersOnly(DistributionCase c)
    {
        var p = c.Whole;
        var x = c.Values(1);
        Func<Tensor>[] functions = [() => p.Cdf(x), () => p.LogCdf(x), () => p.Survival(x), () => p.LogSurvival(x), () => p.Quantile(Tensor.Full(x.Shape, 0.5f))];
        if (IsNumber(c))
        {
            foreach (var f in functions[..4]) Assert.Equal([1, DistributionCase.BatchLength], f().Shape);
            Assert.Equal([DistributionCase.BatchLength], p.Quantile(Tensor.Full([DistributionCase.BatchLength], 0.5f)).Shape);
            Assert.All(p.Quantile(Tensor.Full([2, 1], 1.5f)).ToArray(), q => Assert.True(float.IsNaN(q)));
            Assert.All(p.Cdf(Tensor.Full([2, 1], float.NaN)).ToArray(), f => Assert.True(float.IsNaN(f)));
            return;
        }
        foreach (var f in functions) Assert.StartsWith(p.GetType().Name, Assert.Throws<NotSupportedException>(f).Message, StringComparison.Ordinal);
    }

    /// <summary>On draws in ascending order and beyond the support: F is monotone, F + S = 1, both logarithms are those of the values.</summary>
    public static void DistributionFunctionRisesFromZeroToOne(DistributionCase c)
    {
        if (!IsNumber(c)) return;
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            var p = c.Single(b);
            var x = p.Sample(new Rng(43), [300]).ToArray().Concat(c.OffSupport).Concat([float.MinValue, -1e10f, 0, 1e10f, float.MaxValue]).Order().ToArray();
            var at = Tensor.From(x);
            float[] cdf = p.Cdf(at).ToArray(), survival = p.Survival(at).ToArray(), logCdf = p.LogCdf(at).ToArray(), logSurvival = p.LogSurvival(at).ToArray();
            for (var i = 0; i < x.Length; i++)
            {
                Assert.InRange(cdf[i], i == 0 ? 0 : cdf[i - 1], 1);
                Assert.InRange(survival[i], 0, i == 0 ? 1 : survival[i - 1]);
                Assert.Equal(1, (double)cdf[i] + survival[i], 1e-6);
                Assert.True(logCdf[i] <= 0 && (i == 0 || logCdf[i] >= logCdf[i - 1]));
                Assert.True(logSurvival[i] <= 0 && (i == 0 || logSurvival[i] <= logSurvival[i - 1]));
                if (cdf[i] > 1e-30f) Assert.Equal(Math.Log(cdf[i]), logCdf[i], 1e-6 * (2 - logCdf[i]));
                if (survival[i] > 1e-30f) Assert.Equal(Math.Log(survival[i]), logSurvival[i], 1e-6 * (2 - logSurvival[i]));
            }
            Assert.Equal([0, 1], p.Cdf(Tensor.From([float.NegativeInfinity, float.PositiveInfinity])).ToArray());
        }
    }

    /// <summary>Q(p) is the least float with F(x) ≥ p, to a few units in the last place of x and p. The bounds of the support belong to 0 and 1.</summary>
    public static void QuantileInvertsTheDistributionFunction(DistributionCase c)
    {
        if (!IsNumber(c)) return;
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            var p = c.Single(b);
            foreach (var probability in probabilities)
            {
                var x = p.Quantile(probability).Item();
                float above = Moved(x, 2), below = c.IsDiscrete ? x - 1e-3f : Moved(x, -2);
                var slack = 1e-6 * (probability < 0.5 ? probability : 1 - probability);
                Assert.True(p.Cdf(above).Item() >= probability - slack - 1.2e-7 * probability, $"{c.Name}, member {b}: F(Q({probability})) = {p.Cdf(above).Item()}, with Q = {x}");
                Assert.True(p.Cdf(below).Item() <= probability + slack + 1.2e-7 * probability, $"{c.Name}, member {b}: F just below Q({probability}) = {p.Cdf(below).Item()}, with Q = {x}");
            }
            Assert.True(p.Quantile(0f).Item() <= p.Quantile(1e-20f).Item() && p.Quantile(1f).Item() >= p.Quantile(0.999999f).Item());
        }
    }

    public static void SlopeOfTheDistributionFunctionIsTheDensity(DistributionCase c)
    {
        if (!IsNumber(c) || c.IsDiscrete) return;
        var p = c.Whole;
        using var tape = new Tape();
        var x = tape.Watch(c.Values(20));
        Tensor cdf = p.Cdf(x), logSurvival = p.LogSurvival(x), logCdf = p.LogCdf(x);
        float[] density = [.. p.LogProb(x).ToArray().Select(MathF.Exp)];
        Tensor[] targets = [cdf.Sum(), logSurvival.Sum(), logCdf.Sum()];
        float[] byCdf = tape.Backward(targets[0])[x].ToArray(), bySurvival = tape.Backward(targets[1])[x].ToArray(), byLogCdf = tape.Backward(targets[2])[x].ToArray();
        for (var i = 0; i < density.Length; i++)
        {
            Assert.Equal(density[i], byCdf[i], 1e-5 * (1 + density[i]));
            if (logCdf.ToArray()[i] > -80) Assert.Equal(density[i] / Math.Exp(logCdf.ToArray()[i]), byLogCdf[i], 1e-4 * (1 + Math.Abs(byLogCdf[i])));
            if (logSurvival.ToArray()[i] > -80) Assert.Equal(-density[i] / Math.Exp(logSurvival.ToArray()[i]), bySurvival[i], 1e-4 * (1 + Math.Abs(bySurvival[i])));
        }
        if (c.OffSupport.Length == 0) return;
        using var another = new Tape();
        var off = another.Watch(Tensor.From(c.OffSupport, [c.OffSupport.Length, 1]));
        var gradient = another.Backward(p.Cdf(off).Sum())[off].ToArray();
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    /// <summary>F, log F, S, log S and Q by every parameter, against central differences.</summary>
    public static void GradientsAreDerivatives(DistributionCase c)
    {
        if (!IsNumber(c) || c.IsPiecewiseConstant) return;
        var x = c.Values(4);
        var p = Tensor.From([0.1f, 0.3f, 0.6f, 0.8f], [4, 1]);
        Differences.AssertGradients(c.Parameters, t => [c.Build(t).Cdf(x), c.Build(t).LogCdf(x), c.Build(t).Survival(x)]);
        if (c.IsDiscrete) return;
        Differences.AssertGradients(c.Parameters, t => [c.Build(t).Quantile(p)]);
        Differences.AssertGradients([Tensor.From([0.2f, 0.4f, 0.6f, 0.7f], [4, 1])], v => [c.Whole.Quantile(v[0])]);
    }

    /// <summary>The gradient of a draw is that of the quantile at the draw's own probability, which <see cref="GradientsAreDerivatives"/> compares with differences.</summary>
    public static void GradientsOfDrawsAreThoseOfTheQuantile(DistributionCase c)
    {
        if (!IsNumber(c) || !c.HasImplicitGradient || c.IsCircular) return;
        using var tape = new Tape();
        Tensor[] parameters = [.. c.Parameters.Select(tape.Watch)];
        var p = c.Build(parameters);
        var draws = p.Sample(new Rng(47), [50]);
        var quantiles = p.Quantile(p.Cdf(draws).StopGradient());
        // Where 1 − F has few digits, the quantile is another number.
        var same = (p.Survival(draws).StopGradient() - 0.01f).Sign().Relu();
        var (target, target2) = ((quantiles * same).Sum(), (draws * same).Sum());
        Gradients expected = tape.Backward(target), found = tape.Backward(target2);
        foreach (var parameter in parameters) Near.All(expected[parameter], found[parameter], 1e-3);
    }

    /// <summary>The share of draws at or below each of 1,000 thresholds against F.</summary>
    /// <remarks>
    /// P(sup |Fₙ − F| &gt; ε) ≤ 2 exp(−2nε²) (Massart 1990): ε = 0.0027 for n = 1,000,000 and a false-failure rate of 1e-6. A normal distribution shifted by 0.01
    /// standard deviations moves F by 0.004 and fails.
    /// </remarks>
    public static void MillionDrawsFollowTheDistributionFunction(DistributionCase c)
    {
        if (!IsNumber(c)) return;
        var epsilon = Math.Sqrt(Math.Log(2 / 1e-6) / (2.0 * DrawCount));
        for (var b = 0; b < DistributionCase.BatchLength; b++)
        {
            var p = c.Single(b);
            float[] thresholds = [.. p.Sample(new Rng(53).Fork(c.Name).Fork(b), [ThresholdCount]).ToArray().Order().Distinct()];
            var counts = new int[thresholds.Length + 1];
            foreach (var x in p.Sample(new Rng(59).Fork(c.Name).Fork(b), [DrawCount]).ToArray())
            {
                var at = Array.BinarySearch(thresholds, x);
                counts[at < 0 ? ~at : at]++;
            }
            var cdf = p.Cdf(Tensor.From(thresholds)).ToArray();
            double below = 0, worst = 0;
            for (var i = 0; i < thresholds.Length; i++)
            {
                below += counts[i];
                worst = Math.Max(worst, Math.Abs(below / DrawCount - cdf[i]));
            }
            Assert.True(worst <= epsilon, $"{c.Name}, member {b}: the share of draws below a threshold is {worst:F5} away from F, at most {epsilon:F5} is chance");
        }
    }

    private static bool IsNumber(DistributionCase c) => c.Whole.EventShape.Rank == 0 && c.Whole.IsNormalized;

    private static float Moved(float x, int steps)
    {
        for (var i = 0; i < Math.Abs(steps); i++) x = steps > 0 ? MathF.BitIncrement(x) : MathF.BitDecrement(x);
        return x;
    }
}
