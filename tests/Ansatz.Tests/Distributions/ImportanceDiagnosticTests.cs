using Ansatz.Distributions;

namespace Ansatz.Tests.Distributions;

public sealed class ImportanceDiagnosticTests
{
    /// <summary>Quantiles of a Pareto distribution of shape k. The numbers are those of a NumPy implementation that was written from the two papers.</summary>
    [Theory]
    [InlineData(0.3, 100, 86.186396293048, 0.377269868166, true)]
    [InlineData(0.5, 1000, 442.310260475691, 0.497085961263, true)]
    [InlineData(0.9, 200, 16.712617232711, 0.787696363307, false)]
    [InlineData(1.5, 400, 2.599118159446, 1.301267567306, false)]
    public void TheNumbersAreThoseOfThePapers(double k, int count, double effective, double shape, bool isReliable)
    {
        double[] logWeights = [.. Enumerable.Range(0, count).Select(i => -k * Math.Log(1 - (i + 0.5) / count))];
        var found = ImportanceDiagnostic.Of(logWeights);
        Assert.Equal(count, found.DrawCount);
        Assert.Equal(effective, found.EffectiveSampleSize, 1e-9 * effective);
        Assert.Equal(shape, found.ParetoK, 1e-9);
        Assert.Equal(isReliable, found.IsReliable);
    }

    [Fact]
    public void LightTailsAreReliableAndHugeRatiosAreNot()
    {
        double[] roots = [.. Enumerable.Range(1, 60).Select(i => Math.Sqrt(i))];
        Assert.Equal(-0.0723542194599717, ImportanceDiagnostic.Of(roots).ParetoK, 1e-9);
        Assert.Equal(25.260648740482285, ImportanceDiagnostic.Of(roots).EffectiveSampleSize, 1e-9);
        Assert.Equal(70.06260152397084, ImportanceDiagnostic.Of([.. roots.Select(x => 500 * x)]).ParetoK, 1e-6);
        foreach (var scale in new double[] { 1e4, 1e300 })
            Assert.Equal((1, double.PositiveInfinity, false), Facts(ImportanceDiagnostic.Of([.. roots.Select(x => scale * x)])));
        // A common constant changes nothing.
        Assert.Equal(ImportanceDiagnostic.Of(roots).ParetoK, ImportanceDiagnostic.Of([.. roots.Select(x => x - 1e5)]).ParetoK, 1e-6);
    }

    [Fact]
    public void WeightsWithoutATailAreTold()
    {
        Assert.Equal((100, 0, true), Facts(ImportanceDiagnostic.Of([.. Enumerable.Repeat(-1e9, 100)])));
        Assert.Equal((1, double.PositiveInfinity, false), Facts(ImportanceDiagnostic.Of([.. Enumerable.Repeat(double.NegativeInfinity, 99), 3])));
        Assert.Equal((1, double.PositiveInfinity, false), Facts(ImportanceDiagnostic.Of([.. Enumerable.Repeat(-100.0, 99), 3])));
        Assert.Equal((0, double.NaN, false), Facts(ImportanceDiagnostic.Of([.. Enumerable.Repeat(double.NegativeInfinity, 99)])));
        Assert.Equal((24, double.NaN, false), Facts(ImportanceDiagnostic.Of(new double[24])));
        Assert.Equal((0, double.NaN, false), Facts(ImportanceDiagnostic.Of([])));
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity })
            Assert.Contains("expected finite numbers or −∞", Assert.Throws<ArgumentException>("logWeights", () => ImportanceDiagnostic.Of([0, wrong, 1])).Sentence(), StringComparison.Ordinal);
    }

    private static (double, double, bool) Facts(ImportanceDiagnostic d) => (d.EffectiveSampleSize, d.ParetoK, d.IsReliable);
}
