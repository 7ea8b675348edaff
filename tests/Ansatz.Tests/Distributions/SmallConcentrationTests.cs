using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Draws whose values lie at and beyond the edges of the floats.</summary>
public sealed class SmallConcentrationTests
{
    [Theory]
    [InlineData(1e-2f, 1e-2f, 0.0040, 0.5, 0.2451)]
    [InlineData(1e-3f, 1e-3f, 0.0004, 0.5, 0.2495)]
    [InlineData(1e-3f, 2e-3f, 0.00054, 0.3333, 0.22156)]
    [InlineData(1e-2f, 1e-3f, 0.00073, 0.9091, 0.08174)]
    public void BetaDrawsGatherAtBothEnds(float a, float b, double middle, double mean, double variance)
    {
        const int Count = 200_000;
        var draws = new Beta(a, b).Sample(new Rng(1), [Count]).ToArray();
        var average = draws.Average(x => (double)x);
        // Five standard errors.
        Assert.Equal(middle, draws.Count(x => x is > 0.4f and < 0.6f) / (double)Count, 5 * Math.Sqrt(middle / Count) + 5e-5);
        Assert.Equal(mean, average, 5 * Math.Sqrt(variance / Count) + 5e-5);
        Assert.Equal(variance, draws.Average(x => (x - average) * (x - average)), 5 * Math.Sqrt(0.07 / Count));
    }

    [Fact]
    public void GammaDrawsAreNeverZeroNorInfinite()
    {
        foreach (var (a, b) in new[] { (1e-3f, 1e10f), (1e-3f, 1), (1e-30f, 3e38f), (2, 3e38f), (2, 1e-38f), (1e-2f, 1e-38f) })
        {
            var gamma = new Gamma(a, b);
            var draws = gamma.Sample(new Rng(1), [2000]);
            Assert.All(draws.ToArray(), x => Assert.InRange(x, float.Epsilon, float.MaxValue));
            Assert.All(gamma.LogProb(draws).ToArray(), p => Assert.True(float.IsFinite(p)));
        }
    }

    /// <summary>P(|x| > 10¹⁸) = 2·(1 − F), by mpmath with 30 digits.</summary>
    [Theory, InlineData(0.1f, 0.01323006), InlineData(0.05f, 0.1129415)]
    public void TheTailOfStudentsT(float nu, double expected)
    {
        const int Count = 400_000;
        var share = new StudentT(nu, 0f, 1f).Sample(new Rng(1), [Count]).ToArray().Count(x => Math.Abs(x) > 1e18) / (double)Count;
        Assert.Equal(expected, share, 5 * Math.Sqrt(expected / Count));
    }

    [Fact]
    public void TailsReachBeyond24Bits()
    {
        const int Count = 1 << 25;
        var draws = new Exponential(1f).Sample(new Rng(1), [Count]).Span;
        // 24 bits give nothing above 17.33 and below 5.9e-8; e^−16.5·2²⁵ = 2.3 draws are expected above 16.5, 5e-8·2²⁵ = 1.7 below 5e-8.
        var largest = 0f;
        var smallest = 1f;
        foreach (var x in draws) (largest, smallest) = (Math.Max(largest, x), Math.Min(smallest, x));
        Assert.InRange(largest, 15, 25);
        Assert.InRange(smallest, 0, 5.9e-8f);
    }

    /// <summary>Each of a million equal classes is expected 5 times; χ² has a standard deviation of √(2·10⁶), five of which are allowed.</summary>
    [Fact]
    public void EachOfAMillionClassesIsDrawn()
    {
        const int Classes = 1_000_000, Mean = 5, Count = Mean * Classes;
        var seen = new int[Classes];
        foreach (var k in new Categorical(Tensor.Zeros([Classes])).Sample(new Rng(1), [Count]).Span) seen[(int)k]++;
        Assert.Equal(Classes, seen.Sum(n => (n - (double)Mean) * (n - Mean) / Mean), 5 * Math.Sqrt(2.0 * Classes));
        Assert.InRange(seen.Count(n => n == 0), 6300, 7200); // e⁻⁵·10⁶ = 6738 are expected, with a standard deviation of 82
    }

    [Fact]
    public void RowsOfABatchAreDrawnByTheirOwnProbabilities()
    {
        var draws = Categorical.FromProbs(Tensor.From([0, 1, 0, 0.5f, 0, 0.5f], [2, 3])).Sample(new Rng(1), [1000]).ToArray();
        Assert.All(draws.Where((_, i) => i % 2 == 0), k => Assert.Equal(1, k));
        var second = draws.Where((_, i) => i % 2 == 1).ToArray();
        Assert.All(second, k => Assert.True(k is 0 or 2));
        Assert.InRange(second.Count(k => k == 0), 420, 580);
    }

    [Theory, InlineData(0), InlineData(1024), InlineData(1e8f)]
    public void AConstantAddedToLogitsChangesNoDraw(float constant)
    {
        // Sums of these are exact up to 2²⁷.
        Tensor logits = Tensor.From([0, 8, 16, 8f]), shifted = Tensor.From([constant, constant + 8, constant + 16, constant + 8]);
        Assert.Equal(new Categorical(logits).Sample(new Rng(1), [1000]).ToArray(), new Categorical(shifted).Sample(new Rng(1), [1000]).ToArray());
    }
}
