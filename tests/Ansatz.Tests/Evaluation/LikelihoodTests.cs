using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Evaluation;
using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Tests.Evaluation;

public sealed class LikelihoodTests
{
    /// <summary>x = w z + noise of scale s has the marginal N(0, w wᵀ + s² I): the estimate must find it from a posterior that is only roughly right.</summary>
    [Fact]
    public void TheEstimateIsTheMarginalLikelihoodOfALinearModel()
    {
        var model = Linear(logVariance: -1.2f);
        var exact = new double[3];
        for (var i = 0; i < 3; i++) exact[i] = Marginal(x[2 * i], x[2 * i + 1]);
        var estimate = ImportanceWeightedLikelihood.Of(model, Dataset.FromFloats(x, [2]), new Rng(1), 20_000);
        for (var i = 0; i < 3; i++) Assert.Equal(exact[i], estimate.ByExample[i], 0.02);
        Assert.Equal(exact.Average(), estimate.Mean, 6 * estimate.MonteCarloError);
        Assert.InRange(estimate.MonteCarloError, 1e-5, 0.01);
        var spread = Math.Sqrt(exact.Sum(e => (e - exact.Average()) * (e - exact.Average())) / 2 / 3);
        Assert.Equal(spread, estimate.StandardError, 0.02);
        Assert.Null(estimate.Warning);
        Assert.Equal(0, estimate.UnreliableShare);
        Assert.InRange(estimate.MedianEffectiveSampleSize, 2000, 20_000);
    }

    /// <summary>The posterior has a standard deviation of 0.41, the encoder gives 0.05. All estimates are too low by more than two of their errors; only k̂ shows it.</summary>
    [Fact]
    public void AProposalThatIsTooNarrowWarns()
    {
        var model = Linear(logVariance: -6);
        var exact = Enumerable.Range(0, 3).Average(i => Marginal(x[2 * i], x[2 * i + 1]));
        var data = Dataset.FromFloats([.. Enumerable.Repeat(x, 20).SelectMany(v => v)], [2]);
        for (ulong seed = 0; seed < 30; seed++)
        {
            var estimate = ImportanceWeightedLikelihood.Of(model, data, new Rng(seed), 200);
            Assert.True(estimate.Mean < exact - 2 * estimate.MonteCarloError);
            Assert.Contains("use more draws", estimate.Warning, StringComparison.Ordinal);
            Assert.InRange(estimate.UnreliableShare, 0.6, 1);
            Assert.True(estimate.MedianParetoK > 0.65);
        }
        Assert.Contains("use 25 draws or more", ImportanceWeightedLikelihood.Of(model, Dataset.FromFloats(x, [2]), new Rng(1), 10).Warning, StringComparison.Ordinal);
    }

    private static readonly float[] w = [1, -0.5f], x = [0.3f, -1, 1.5f, 0.2f, -2, 0.7f];

    private const float S = 0.5f;

    private static VariationalAutoencoder Linear(float logVariance)
    {
        var decoder = new Dense(1, 2);
        decoder.Weight.Assign(w);
        decoder.Bias.Assign([0, 0]);
        var encoder = new Dense(2, 2);
        encoder.Weight.Assign([0.6f, 0, -0.3f, 0]);
        encoder.Bias.Assign([0.05f, logVariance]); // the true one is log(1/6) = −1.79
        return new VariationalAutoencoder(new DiagonalGaussianEncoder(encoder, 1), new GaussianDecoder(decoder, S), MultivariateNormalDiag.Standard(1), 1);
    }

    // C = w wᵀ + s² I; det C = s²(s² + ‖w‖²), C⁻¹ = (I − w wᵀ/(s² + ‖w‖²))/s²
    private static double Marginal(double a, double b)
    {
        double norm = 1.25, along = a * w[0] + b * w[1], s2 = S * S;
        return -0.5 * ((a * a + b * b - along * along / (s2 + norm)) / s2 + Math.Log(s2 * (s2 + norm))) - Math.Log(2 * Math.PI);
    }

    [Fact]
    public void ACrossEntropyIsNoLikelihood() => Assert.Contains("not normalized", Assert.Throws<NotSupportedException>(
        () => ImportanceWeightedLikelihood.Of(TinyAutoencoders.Dense(), TinyAutoencoders.Spots(3), new Rng(1), 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheConstantCountsInALikelihood()
    {
        var design = new AutoencoderDesign { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Likelihood = Likelihood.SquaredError };
        var model = design.Build();
        model.Initialize(new Rng(1));
        var data = TinyAutoencoders.Spots(5);
        var bound = -Ansatz.Training.Validation.Of(model, data, new Rng(1)).Objective - model.ScoreConstant;
        var estimate = ImportanceWeightedLikelihood.Of(model, data, new Rng(1), 500).Mean;
        Assert.InRange(estimate, bound - 0.5, bound + 5);
    }

    [Fact]
    public void ScoresNeedExamplesAndDraws()
    {
        var model = TinyAutoencoders.Dense();
        Assert.Contains("0 draws; expected 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => Anomalies.Of(model, TinyAutoencoders.Spots(3), new Rng(1), sampleCount: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("the data set is empty", Assert.Throws<ArgumentException>(() => Anomalies.Of(model, TinyAutoencoders.Spots(3).Slice(0, 0), new Rng(1))).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void StrangersScoreHigh()
    {
        var data = TinyAutoencoders.Spots(200);
        var model = TinyAutoencoders.Dense();
        var options = new Ansatz.Training.TrainerOptions { EpochCount = 10, BatchSize = 10, Optimizer = new Ansatz.Training.Adam(), LearningRate = 1e-2 };
        new Ansatz.Training.Trainer(options, new Rng(1)).Train(model, data.Slice(0, 150));
        var strange = new float[64 * 50];
        new Rng(3).Uniform(strange);
        var curve = new RocCurve(Anomalies.Of(model, data.Slice(150, 50), new Rng(1)), Anomalies.Of(model, Dataset.FromFloats(strange, [8, 8, 1]), new Rng(1)));
        Assert.True(curve.Area > 0.99, $"{curve.Area}");
    }

    [Fact]
    public void ScoresAreTheMeanOfTheTerms()
    {
        var data = TinyAutoencoders.Spots(40);
        var model = TinyAutoencoders.Dense();
        var mean = Anomalies.Of(model, data, new Rng(1), 200).Average();
        var total = Enumerable.Range(0, 50).Average(i => Ansatz.Training.Validation.Of(model, data, new Rng((ulong)i)).Objective);
        Assert.Equal(total, mean, 0.05);
    }

    [Fact]
    public void TheAreaCountsPairsAndHalvesTies()
    {
        double[] negatives = [1, 2, 2, 5], positives = [2, 3, 5, 7, 0];
        var pairs = positives.SelectMany(p => negatives.Select(n => p > n ? 1 : p == n ? 0.5 : 0)).Average();
        var curve = new RocCurve(negatives, positives);
        Assert.Equal(pairs, curve.Area, 1e-12);
        Assert.Equal((0, 0), curve.Points[0]);
        Assert.Equal((1, 1), curve.Points[^1]);
        Assert.Contains((0.25, 0.4), curve.Points);
        Assert.Equal(1, new RocCurve([1], [2]).Area);
        Assert.Equal(0.5, new RocCurve([1], [1]).Area);
        Assert.Throws<ArgumentException>(() => new RocCurve([], [1]));
        Assert.Throws<ArgumentException>(() => new RocCurve([double.NaN], [1]));
    }
}
