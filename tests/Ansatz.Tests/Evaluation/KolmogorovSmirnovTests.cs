using Ansatz.Evaluation;
using Ansatz.Random;

namespace Ansatz.Tests.Evaluation;

public sealed class KolmogorovSmirnovTests
{
    private static readonly float[] sample = [2.1f, 3.4f, 4.9f, 1.2f, 3.05f, 2.75f, 3.9f, 0.4f];

    /// <summary>Against <c>scipy.stats.kstest</c>.</summary>
    [Fact]
    public void DistancesAreScipys()
    {
        Assert.Equal(0.21406967712243713, KolmogorovSmirnov.FromNormal(sample, 3, 1), 1e-12);
        Assert.Equal(0.2249999841054281, KolmogorovSmirnov.FromUniform(sample, 0, 6), 1e-12);
    }

    [Fact]
    public void EvenlySpacedProbabilitiesAreHalfAStepAway() =>
        Assert.Equal(0.005, KolmogorovSmirnov.Distance([.. Enumerable.Range(0, 100).Select(i => (i + 0.5) / 100)]), 1e-12);

    [Fact]
    public void ASampleBesideTheSupportIsAtDistanceOne()
    {
        Assert.Equal(1, KolmogorovSmirnov.FromUniform([7, 8, 9], 0, 6));
        Assert.Equal(1, KolmogorovSmirnov.FromUniform([-7, -8, -9], 0, 6));
    }

    [Fact]
    public void DrawsFromTheDistributionExceedTheBoundInOneCaseOfTwenty()
    {
        var rng = new Rng(5);
        var values = new float[500];
        var exceeded = 0;
        for (var i = 0; i < 2_000; i++)
        {
            rng.Fork(i).Normal(values);
            if (KolmogorovSmirnov.FromNormal(values, 0, 1) > KolmogorovSmirnov.Bound95(values.Length)) exceeded++;
        }
        Assert.InRange(exceeded, 100 - 50, 100 + 50);   // five standard deviations
        rng.Uniform(values);
        Assert.True(KolmogorovSmirnov.FromNormal(values, 0, 1) > KolmogorovSmirnov.Bound95(values.Length));
    }

    [Fact]
    public void ASampleWithoutNumbersIsRefused()
    {
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Distance([]));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.FromNormal([1, float.NaN], 0, 1));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.FromNormal([1], 0, 0));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.FromUniform([1], 2, 2));
    }
}
