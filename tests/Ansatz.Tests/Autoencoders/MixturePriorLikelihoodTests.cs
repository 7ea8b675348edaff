using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

/// <summary>
/// x = a·z + c + σ·ε with z from a mixture ∑ wₖ N(μₖ, sₖ²) has the marginal density ∑ wₖ N(a·μₖ + c, a²sₖ² + σ²), also a mixture. So the likelihood of such an autoencoder is
/// known exactly, and the best one is what expectation-maximization finds from x.
/// </summary>
public sealed class MixturePriorLikelihoodTests
{
    [Fact]
    public void ImportanceWeightingFindsTheExactLikelihood()
    {
        var (model, prior, decoder, last) = Make();
        prior.Logits.Assign([0, MathF.Log(3)]);
        prior.Means.Assign([-1, 2]);
        prior.LogScales.Assign([MathF.Log(0.5f), 0]);
        decoder.Weight.Assign([0.8f]);
        decoder.Bias.Assign([0.3f]);
        // Draws come from N(0.5, 9), which covers every posterior.
        last.Weight.Assign(new float[32]);
        last.Bias.Assign([0.5f, MathF.Log(9)]);
        double sigma = 0.7, a = 0.8f, c = 0.3f;
        var x = new[] { -1.5f, 0, 0.7f, 3 };
        var found = ImportanceWeightedLikelihood.Of(model, Dataset.FromFloats(x, [1]), new Rng(2), 50_000).ByExample;
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Math.Log(0.25 * Density(x[i] - c + a, a * a * 0.25 + sigma * sigma) + 0.75 * Density(x[i] - c - 2 * a, a * a + sigma * sigma));
            // By quadrature over z, too: the closed form has no error of its own.
            var sum = 0.0;
            for (var z = -8.0; z <= 10; z += 1e-3) sum += 1e-3 * (0.25 * Density(z + 1, 0.25) + 0.75 * Density(z - 2, 1)) * Density(x[i] - a * z - c, sigma * sigma);
            Assert.Equal(exact, Math.Log(sum), 1e-9);
            Assert.Equal(exact, found[i], 0.02);
        }
    }

    [Fact]
    public void TrainedItReachesWhatExpectationMaximizationFinds()
    {
        var points = new float[600];
        new Rng(5).Normal(points);
        for (var i = 0; i < points.Length; i++) points[i] = i % 3 == 0 ? -4 + 0.6f * points[i] : 3 + points[i];
        var (model, prior, _, _) = Make();
        prior.Means.Assign([-1, 1]);
        var options = new TrainerOptions { EpochCount = 400, BatchSize = 100, Optimizer = new Adam(beta2: 0.99), LearningRate = new CosineSchedule(2e-2, 400) };
        var data = Dataset.FromFloats(points, [1]);
        new Trainer(options, new Rng(6)).Train(model, data);

        var best = new GaussianMixture(2, 1, MixtureCovariance.Full).Fit([.. points.Select(p => (double)p)], new Rng(7)).LogLikelihood / points.Length;
        double likelihood = ImportanceWeightedLikelihood.Of(model, data, new Rng(8), 2000).Mean, bound = model.Score(data, new Rng(9), sampleCount: 200).Average();
        Assert.InRange(likelihood, best - 0.02, best + 0.003);
        // The posterior of a point far from the border of the components is almost Gaussian.
        Assert.InRange(bound, best - 0.05, likelihood + 0.003);
        // With a standard normal as prior, x would be one Gaussian.
        var variance = points.Average(p => (double)p * p) - Math.Pow(points.Average(p => (double)p), 2);
        Assert.True(-0.5 * Math.Log(2 * Math.PI * Math.E * variance) < best - 0.3);
    }

    private static (VariationalAutoencoder Model, GaussianMixture Prior, Dense Decoder, Dense LastOfEncoder) Make()
    {
        var prior = new GaussianMixture(2, 1, MixtureCovariance.Diagonal);
        var decoder = new Dense(1, 1);
        var last = new Dense(16, DiagonalGaussianEncoder.FeatureCount(1));
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(new Sequential(new Dense(1, 16, Activation.Tanh), last), 1), new GaussianDecoder(decoder, 0.7f), prior, objective: 1);
        model.Initialize(new Rng(1));
        return (model, prior, decoder, last);
    }

    private static double Density(double deviation, double variance) => Math.Exp(-deviation * deviation / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);
}
