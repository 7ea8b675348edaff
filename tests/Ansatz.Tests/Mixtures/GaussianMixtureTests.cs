using Ansatz.Data;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.Tests.Mixtures;

public sealed class GaussianMixtureTests
{
    public static TheoryData<MixtureCovariance> Covariances => [.. Enum.GetValues<MixtureCovariance>()];

    [Theory, MemberData(nameof(Covariances))]
    public void GradientAndExpectationMaximizationAgreeAtTheOptimum(MixtureCovariance covariance)
    {
        var (values, dimension) = MixtureFixture.Faithful;
        var fitted = new GaussianMixture(2, dimension, covariance).Fit(values, new Rng(1));

        var learnt = new GaussianMixture(2, dimension, covariance);
        learnt.StartFrom(values, new Rng(2));
        const int Steps = 800;
        var options = new TrainerOptions
        {
            EpochCount = Steps,
            BatchSize = values.Length / dimension,
            Optimizer = new Adam(),
            LearningRate = new CosineSchedule(0.05, Steps),
        };
        new Trainer(options, new Rng(3)).Train(learnt, Dataset.FromFloats([.. values.Select(v => (float)v)], [dimension]));

        var (expected, actual) = (fitted.Density, learnt.Density().OrderedByMean());
        Assert.Equal(fitted.LogLikelihood, actual.LogLikelihood(values), tolerance: 1e-4);
        AssertNear(expected.Weights, actual.Weights, 1e-4);
        AssertNear(expected.Means, actual.Means, 1e-3);
        for (var k = 0; k < 2; k++) AssertNear(expected.Covariance(k), actual.Covariance(k), 5e-3);
    }

    [Theory, MemberData(nameof(Covariances))]
    public void TheDensityIsTheFormulas(MixtureCovariance covariance)
    {
        var (values, d) = MixtureFixture.Diabetes;
        var density = new GaussianMixture(2, d, covariance).Fit(values, new Rng(1), startCount: 2).Density;
        for (var n = 0; n < 5; n++)
        {
            var p = 0.0;
            for (var k = 0; k < 2; k++)
            {
                var sigma = Matrix<double>.Build.DenseOfRowMajor(d, d, density.Covariance(k));
                var difference = Vector<double>.Build.DenseOfEnumerable(Enumerable.Range(0, d).Select(i => values[n * d + i] - density.Mean(k)[i]));
                var exponent = -0.5 * (difference * sigma.Inverse() * difference);
                p += density.Weights[k] * Math.Exp(exponent) / Math.Sqrt(Math.Pow(2 * Math.PI, d) * sigma.Determinant());
            }
            Assert.Equal(Math.Log(p), density.LogProb(values)[n], tolerance: 1e-9);
        }
        Assert.All(density.Responsibilities(values).Chunk(2), row => Assert.Equal(1, row.Sum(), tolerance: 1e-12));
    }

    [Theory, MemberData(nameof(Covariances))]
    public void TheModuleAndItsDensityAreTheSameMixture(MixtureCovariance covariance)
    {
        var (values, d) = MixtureFixture.Diabetes;
        var mixture = new GaussianMixture(3, d, covariance);
        var fit = mixture.Fit(values, new Rng(1), startCount: 2);
        Assert.Equal(fit.LogLikelihood, mixture.Density().LogLikelihood(values), tolerance: 1e-6);

        var single = mixture.Given().LogProb(Tensor.From([.. values.Select(v => (float)v)], [values.Length / d, d])).ToArray();
        AssertNear(fit.Density.LogProb(values), [.. single.Select(s => (double)s)], 1e-4);
    }

    [Theory, MemberData(nameof(Covariances))]
    public void ItIsFittedToItsOwnDraws(MixtureCovariance covariance)
    {
        var (values, d) = MixtureFixture.Faithful;
        var truth = new GaussianMixture(2, d, covariance);
        truth.Fit(values, new Rng(1), startCount: 2);
        const int Count = 20_000;
        double[] draws = [.. truth.Given().Sample(new Rng(2), [Count]).ToArray().Select(v => (double)v)];
        var found = new GaussianMixture(2, d, covariance).Fit(draws, new Rng(3), startCount: 1).Density;
        var density = truth.Density().OrderedByMean();
        // Standard errors are √(w(1 − w)/N) ≈ 0.0034 and σ/√(wN); five of them.
        AssertNear(density.Weights, found.Weights, 0.017);
        for (var k = 0; k < 2; k++)
            for (var i = 0; i < d; i++)
                Assert.Equal(density.Mean(k)[i], found.Mean(k)[i], tolerance: 5 * Math.Sqrt(density.Covariance(k)[i * (d + 1)] / (density.Weights[k] * Count)));
    }

    [Fact]
    public void AFullFitFollowsItsDataThroughAnAffineMap()
    {
        var (values, d) = MixtureFixture.Faithful;
        double[] mapped = [.. values.Chunk(d).SelectMany(x => new[] { 1000 + 3 * x[0] - 0.02 * x[1], -5e5 + 100 * x[1] })];
        var plain = new GaussianMixture(2, d, MixtureCovariance.Full).Fit(values, new Rng(1));
        var moved = new GaussianMixture(2, d, MixtureCovariance.Full).Fit(mapped, new Rng(1));
        Assert.Equal(plain.LogLikelihood - values.Length / d * Math.Log(300), moved.LogLikelihood, tolerance: 1e-5);
    }

    [Fact]
    public void EqualSeedsGiveEqualBitsAndOtherStartsTheSameMixture()
    {
        var (values, d) = MixtureFixture.Diabetes;
        var (one, two, three) = (Fit(5), Fit(5), Fit(6));
        Assert.Equal(one.Density.Means.ToArray(), two.Density.Means.ToArray());
        Assert.Equal(one.Trace, two.Trace);
        AssertNear(one.Density.Means, three.Density.Means, 1e-2);

        MixtureFit Fit(ulong seed) => new GaussianMixture(3, d, MixtureCovariance.Full).Fit(values, new Rng(seed));
    }

    [Fact]
    public void WhereEveryStartCollapsesTheRegularizationIsStated()
    {
        // All points lie on one line: no covariance has a volume.
        double[] values = [.. Enumerable.Range(0, 20).SelectMany(i => new[] { i + i / 10 * 40.0, 2 * (i + i / 10 * 40.0) })];
        var fit = new GaussianMixture(2, 2, MixtureCovariance.Full).Fit(values, new Rng(1));
        Assert.Equal(1e-6, fit.Regularization);
        Assert.True(double.IsFinite(fit.LogLikelihood));
        Assert.Equal([0.5, 0.5], fit.Density.Weights.ToArray().Select(w => Math.Round(w, 6)));
    }

    [Fact]
    public void DataThatCannotBeFittedAreTold()
    {
        Fails([1, 2, 3], "3 values", "2 dimensions");
        Fails([], "0 values");
        Fails([1, 2, double.NaN, 4], "point 1", "NaN", "dimension 0");
        Fails([1, 7, 2, 7, 3, 7], "dimension 1 is 7 at every point");
        Fails([1, 1, 2, 3, 1, 1, 5, 4, 2, 3], "3 distinct points", "2 components", "expected 6 or more");
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianMixture(1, 1, MixtureCovariance.Full).Fit([1, 2, 3], new Rng(1), startCount: 0));
        Assert.Contains("0 components", Assert.Throws<ArgumentException>(() => new GaussianMixture(0, 2, MixtureCovariance.Full)).Sentence(), StringComparison.Ordinal);

        static void Fails(double[] values, params string[] words)
        {
            var mixture = new GaussianMixture(2, 2, MixtureCovariance.Full);
            var message = Assert.Throws<ArgumentException>(() => mixture.Fit(values, new Rng(1))).Sentence();
            Assert.All(words, w => Assert.Contains(w, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ASearchCanBeCancelled() => Assert.Throws<OperationCanceledException>(() =>
        new GaussianMixture(2, 2, MixtureCovariance.Full).Fit(MixtureFixture.Faithful.Values, new Rng(1), cancellation: new CancellationToken(canceled: true)));

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * (1 + Math.Abs(expected[i])));
    }
}
