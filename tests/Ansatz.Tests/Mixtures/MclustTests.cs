using Ansatz.Mixtures;
using Ansatz.Random;

namespace Ansatz.Tests.Mixtures;

/// <summary>Fits of two classic data sets beside mclust's.</summary>
public sealed class MclustTests
{
    public static TheoryData<string, MixtureCovariance, int> Rows =>
        new(MixtureFixture.Mclust.Select(r => (r.Data, r.Covariance, r.ComponentCount)));

    [Theory, MemberData(nameof(Rows))]
    public void TheLikelihoodIsNoneOfMclustsInferiors(string data, MixtureCovariance covariance, int componentCount)
    {
        var expected = MixtureFixture.Mclust.Single(r => r.Data == data && r.Covariance == covariance && r.ComponentCount == componentCount);
        var (values, dimension) = MixtureFixture.Of(data);
        var mixture = new GaussianMixture(componentCount, dimension, covariance);
        var fit = mixture.Fit(values, new Rng(42));

        if (componentCount == 1) Assert.Equal(expected.LogLikelihood, fit.LogLikelihood, tolerance: 1e-8);
        Assert.InRange(fit.LogLikelihood, expected.LogLikelihood - 1e-4, double.PositiveInfinity);
        Assert.Equal(expected.ParameterCount, fit.ParameterCount);
        Assert.Equal(expected.Bic + 2 * (fit.LogLikelihood - expected.LogLikelihood), -fit.Bic, tolerance: 1e-6);
        Assert.Equal(2 * expected.ParameterCount - 2 * fit.LogLikelihood, fit.Aic, tolerance: 1e-9);
        Assert.True(fit.HasConverged);
        Assert.Equal(0, fit.Regularization);
        RequireDistinctPoints(fit, values, dimension, covariance);
    }

    [Theory, MemberData(nameof(Rows))]
    public void TheLikelihoodNeverFallsAndNoComponentRestsOnTooFewPoints(string data, MixtureCovariance covariance, int componentCount)
    {
        var (values, dimension) = MixtureFixture.Of(data);
        var fit = new GaussianMixture(componentCount, dimension, covariance).Fit(values, new Rng(7), startCount: 5);

        for (var i = 1; i < fit.Trace.Count; i++)
            Assert.True(fit.Trace[i] >= fit.Trace[i - 1] - 1e-9, $"step {i}: {fit.Trace[i - 1]:R} fell to {fit.Trace[i]:R}");
        Assert.Equal(fit.LogLikelihood, fit.Trace[^1]);
        Assert.Equal(fit.LogLikelihood, fit.Density.LogLikelihood(values), tolerance: 1e-8);

        RequireDistinctPoints(fit, values, dimension, covariance);
    }

    [Fact]
    public void TheTableHoldsFourCovariancesOfOneToFourComponentsForBothDataSets() => Assert.Equal(
        from data in new[] { "diabetes", "faithful" } from covariance in Enum.GetValues<MixtureCovariance>() from count in Enumerable.Range(1, 4) select (data, covariance, count),
        MixtureFixture.Mclust.Select(r => (r.Data, r.Covariance, r.ComponentCount)).Order());

    [Fact]
    public void ThreeFullComponentsOfDiabetesAreThePublishedOnes()
    {
        var (values, dimension) = MixtureFixture.Diabetes;
        Assert.Equal(-2303.49184340, new GaussianMixture(3, dimension, MixtureCovariance.Full).Fit(values, new Rng(42)).LogLikelihood, tolerance: 1e-5);
    }

    /// <summary>Each component is the likeliest of enough distinct points: d + 1 for a full covariance, 2 without correlations, any number for a tied one.</summary>
    private static void RequireDistinctPoints(MixtureFit fit, double[] values, int dimension, MixtureCovariance covariance)
    {
        var count = fit.Density.Weights.Length;
        var responsibilities = fit.Density.Responsibilities(values);
        var points = Enumerable.Range(0, count).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        for (var n = 0; n < values.Length / dimension; n++)
        {
            var row = responsibilities.AsSpan(n * count, count);
            points[row.IndexOf(row.ToArray().Max())].Add(string.Join(',', values[(n * dimension)..((n + 1) * dimension)]));
        }
        var fewest = covariance switch { MixtureCovariance.Full => dimension + 1, MixtureCovariance.Tied => 0, _ => 2 };
        Assert.All(points, p => Assert.InRange(p.Count, fewest, int.MaxValue));
    }
}
