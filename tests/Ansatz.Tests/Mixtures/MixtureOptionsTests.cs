using Ansatz.Mixtures;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Mixtures;

/// <summary>How few points a fit accepts, where it begins, when it ends, and data of unusual magnitude.</summary>
public sealed class MixtureOptionsTests
{
    [Theory]
    [InlineData(MixtureCovariance.Tied, -3163)]
    [InlineData(MixtureCovariance.Diagonal, -4149)]
    [InlineData(MixtureCovariance.Spherical, -4204)]
    public void SixtyPointsInFiftyDimensionsAreEnoughWithoutFullCovariances(MixtureCovariance covariance, double logLikelihood)
    {
        // The numbers are those of normal points; other draws of them stray by √(60·50/2) ≈ 39.
        var fit = new GaussianMixture(2, 50, covariance).Fit(Normal(3000, 1), new Rng(1));
        Assert.InRange(fit.LogLikelihood, logLikelihood - 4 * 39, logLikelihood + 4 * 39);
        Assert.Equal((true, 0.0), (fit.HasConverged, fit.Regularization));
    }

    [Fact]
    public void ATiedComponentMayRestOnOneOutlier()
    {
        var points = Normal(600, 2);
        (points[0], points[1]) = (50, 50);
        var fit = new GaussianMixture(2, 2, MixtureCovariance.Tied).Fit(points, new Rng(1));
        Assert.Equal((true, 0.0), (fit.HasConverged, fit.Regularization));
        Assert.Equal(1.0 / 300, fit.Density.Weights[1], tolerance: 1e-9);
        Assert.Equal([50, 50], fit.Density.Mean(1).ToArray().Select(m => Math.Round(m, 6)));
    }

    [Theory]
    [InlineData(MixtureCovariance.Full, 6)]
    [InlineData(MixtureCovariance.Tied, 4)]
    [InlineData(MixtureCovariance.Diagonal, 4)]
    [InlineData(MixtureCovariance.Spherical, 4)]
    public void TheLeastNumberOfPointsDependsOnTheCovariance(MixtureCovariance covariance, int fewest)
    {
        double[] points = [0, 0, 1, 0.3, 9, 9.5, 10, 8, 0.5, 1, 9.2, 7.8];
        var mixture = new GaussianMixture(2, 2, covariance);
        Assert.True(double.IsFinite(mixture.Fit(points.AsSpan(0, 2 * fewest), new Rng(1)).LogLikelihood));
        var message = Assert.Throws<ArgumentException>(() => mixture.Fit(points.AsSpan(0, 2 * fewest - 2), new Rng(1))).Sentence();
        Assert.Contains($"{fewest - 1} distinct points are too few for 2 components with {covariance} covariances", message, StringComparison.Ordinal);
        Assert.Contains($"expected {fewest} or more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyOverlappingPointsConvergeWithinTheLimit()
    {
        double[] points = [.. Normal(100_000, 3).Select((x, i) => x + i % 3)];
        var fit = new GaussianMixture(3, 1, MixtureCovariance.Tied).Fit(points, new Rng(1), new MixtureOptions { StartCount = 3 });
        Assert.True(fit.HasConverged);
        Assert.InRange(fit.Trace.Count, 2, 1000);
        AssertRises(fit);
    }

    [Fact]
    public void TheToleranceIsPerExampleAndTheLimitEndsTheSearch()
    {
        var (values, d) = MixtureFixture.Faithful;
        var (loose, tight) = (Fit(new() { Tolerance = 1e-4 }), Fit(new() { Tolerance = 1e-13 }));
        Assert.True(loose.HasConverged && tight.HasConverged);
        Assert.InRange(loose.Trace.Count, 2, tight.Trace.Count - 1);
        Assert.InRange(tight.LogLikelihood - loose.LogLikelihood, 0, 10);
        // Twice the points, the same steps: the tolerance counts per example.
        double[] twice = [.. values, .. values];
        var start = new MixtureOptions { Start = loose.Density, Tolerance = 1e-7 };
        Assert.Equal(Fit(start).Trace.Count, new GaussianMixture(4, d, MixtureCovariance.Full).Fit(twice, new Rng(1), start).Trace.Count);
        var cut = Fit(new() { StepLimit = 1, Tolerance = 0 });
        Assert.False(cut.HasConverged);

        MixtureFit Fit(MixtureOptions options) => new GaussianMixture(4, d, MixtureCovariance.Full).Fit(values, new Rng(1), options);
    }

    [Fact]
    public void AFitBeginsWhereItIsTold()
    {
        var (values, d) = MixtureFixture.Diabetes;
        var best = new GaussianMixture(3, d, MixtureCovariance.Full).Fit(values, new Rng(42));
        foreach (var options in new MixtureOptions[] { new() { Start = best.Density }, new() { StartResponsibilities = best.Density.Responsibilities(values) } })
        {
            var again = new GaussianMixture(3, d, MixtureCovariance.Full).Fit(values, new Rng(1), options);
            Assert.Equal(best.LogLikelihood, again.LogLikelihood, tolerance: 1e-6);
            Assert.InRange(again.Trace.Count, 2, 4);
        }
        // All points in one component, none in the others: nothing to fit there.
        double[] lopsided = [.. Enumerable.Range(0, values.Length / d).SelectMany(_ => new double[] { 1, 0, 0 })];
        Assert.Throws<InvalidOperationException>(() => new GaussianMixture(3, d, MixtureCovariance.Full).Fit(values, new Rng(1), new MixtureOptions { StartResponsibilities = lopsided }));
    }

    [Fact]
    public void ARegularizationIsKeptAndLetsComponentsRestOnOnePoint()
    {
        double[] points = [0, 0, 0, 0, 5, 5, 5, 1, 2, 3];
        var fit = new GaussianMixture(2, 1, MixtureCovariance.Full).Fit(points, new Rng(1), new MixtureOptions { Regularization = 0.01 });
        Assert.Equal(0.01, fit.Regularization);
        var variance = points.Sum(x => (x - 2.1) * (x - 2.1)) / points.Length;
        for (var k = 0; k < 2; k++) Assert.InRange(fit.Density.Covariance(k)[0], 0.01 * variance, variance);
    }

    [Theory]
    [InlineData(1e8)]
    [InlineData(-3e12)]
    public void TheModuleKeepsTheFitsDensityFarFromZeroAndInAFile(double shift)
    {
        double[] points = [.. Normal(1000, 4).Select((x, i) => shift + x + i / 2 % 2 * 6)];
        var mixture = new GaussianMixture(2, 2, MixtureCovariance.Full);
        var fit = mixture.Fit(points, new Rng(1));
        Assert.Equal(fit.Density.Means.ToArray(), mixture.Density().Means.ToArray());
        Assert.Equal(fit.Density.LogLikelihood(points), mixture.Density().LogLikelihood(points), tolerance: 1e-4);

        using var folder = new TemporaryFolder();
        ModelFile.Save(mixture, folder["mixture.safetensors"]);
        Assert.Equal(fit.Density.Means.ToArray(), ModelFile.Load<GaussianMixture>(folder["mixture.safetensors"]).Density().Means.ToArray());
        var other = new GaussianMixture(2, 2, MixtureCovariance.Full);
        ModelFile.LoadInto(other, folder["mixture.safetensors"]);
        Assert.Equal(fit.Density.Means.ToArray(), other.Density().Means.ToArray());

        // Means that are assigned later are taken as they are.
        mixture.Means.Assign([1, 2, 3, 4]);
        Assert.Equal([1, 2, 3, 4], mixture.Density().Means.ToArray());
    }

    [Fact]
    public void AFileWithoutRemaindersStillLoads()
    {
        using var folder = new TemporaryFolder();
        var plain = new GaussianMixture(2, 1, MixtureCovariance.Diagonal);
        plain.Initialize(new Rng(1));
        ModelFile.Save(plain, folder["plain.safetensors"]);
        var fitted = new GaussianMixture(2, 1, MixtureCovariance.Diagonal);
        fitted.Fit(MixtureFixture.Faithful.Values, new Rng(1), startCount: 1);
        ModelFile.LoadInto(fitted, folder["plain.safetensors"]);
        Assert.Equal(plain.Density().Means.ToArray(), fitted.Density().Means.ToArray());
        Assert.Equal(ParametersHash.Of(plain.Parameters()), ParametersHash.Of(fitted.Parameters()));
    }

    [Theory]
    [InlineData(1e160, "magnitudes of at most 1E+37")]
    [InlineData(1e-160, "a magnitude of 1E-37 or more")]
    public void MagnitudesBeyondSinglePrecisionAreTold(double scale, string expected)
    {
        double[] points = [.. Normal(400, 5).Select((x, i) => scale * (x + i % 2 * 10))];
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new GaussianMixture(2, 1, MixtureCovariance.Full).Fit(points, new Rng(3), 5)).Sentence(), StringComparison.Ordinal);
        double[] fair = [.. points.Select(x => x / scale * 1e30)];
        Assert.True(double.IsFinite(new GaussianMixture(2, 1, MixtureCovariance.Full).Fit(fair, new Rng(3), 5).LogLikelihood));
    }

    [Fact]
    public void OptionsOutOfRangeAreTold()
    {
        var (values, d) = MixtureFixture.Faithful;
        Fails("tolerance is -1", new() { Tolerance = -1 });
        Fails("tolerance is NaN", new() { Tolerance = double.NaN });
        Fails("limit of 0 steps", new() { StepLimit = 0 });
        Fails("regularization is -0.5", new() { Regularization = -0.5 });
        Fails("the start has 1 components in 1 dimensions; expected 2 in 2", new() { Start = MixtureDensity.Of([1], [0], [1]) });
        Fails("3 responsibilities for 272 points and 2 components; expected 544", new() { StartResponsibilities = new double[3] });
        Fails("the responsibilities of point 0", new() { StartResponsibilities = new double[544] });

        void Fails(string words, MixtureOptions options) => Assert.Contains(
            words, Assert.ThrowsAny<ArgumentException>(() => new GaussianMixture(2, d, MixtureCovariance.Full).Fit(values, new Rng(1), options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(400)]
    public async Task ALongSearchEndsSoonAfterItIsCancelled(int milliseconds)
    {
        var points = Normal(400_000, 6);
        using var source = new CancellationTokenSource();
        var search = Task.Run(() => new GaussianMixture(20, 4, MixtureCovariance.Full).Fit(points, new Rng(1), cancellation: source.Token), CancellationToken.None);
        await Task.Delay(milliseconds, CancellationToken.None);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
        // A tenth of a second on an idle machine; tests share theirs.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 1);
    }

    private static void AssertRises(MixtureFit fit)
    {
        for (var i = 1; i < fit.Trace.Count; i++) Assert.True(fit.Trace[i] >= fit.Trace[i - 1] - 1e-7, $"step {i}: {fit.Trace[i - 1]:R} fell to {fit.Trace[i]:R}");
    }

    private static double[] Normal(int count, ulong seed)
    {
        var values = new float[count];
        new Rng(seed).Normal(values);
        return Array.ConvertAll(values, v => (double)v);
    }
}
