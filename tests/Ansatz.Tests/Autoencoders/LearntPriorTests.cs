using Ansatz.Autoencoders;
using Ansatz.Bijectors;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Evaluation;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

/// <summary>A prior that learns: a mixture, a flow of spline couplings, and one for each class.</summary>
public sealed class LearntPriorTests
{
    public static TheoryData<string> Priors => ["mixture", "flow"];

    [Theory]
    [MemberData(nameof(Priors))]
    public void ItTrainsIsSavedAndIsLoaded(string kind)
    {
        using var folder = new TemporaryFolder();
        var data = TinyAutoencoders.Spots(60);
        var model = Make(kind);
        model.Initialize(new Rng(1));
        var names = model.Parameters().Select(p => p.Name).Where(n => n.StartsWith("prior.", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(names);
        var first = Values(model);
        var history = new Trainer(new TrainerOptions { EpochCount = 30, BatchSize = 20, Optimizer = new Adam(), LearningRate = 1e-2 }, new Rng(2)).Train(model, data).History;
        Assert.True(history[^1].Train.Objective < history[0].Train.Objective - 3, $"{history[0].Train.Objective} to {history[^1].Train.Objective}");
        Assert.Equal(["total", "reconstruction", "klEstimate"], history[0].Train.Values.Select(v => v.Name));
        Assert.NotEqual(first, Values(model));

        ModelFile.Save(model, folder["model.safetensors"]);
        var again = Make(kind);
        ModelFile.LoadInto(again, folder["model.safetensors"]);
        Assert.Equal(Values(model), Values(again));
        Assert.Equal(model.Sample(new Rng(3), 7).ToArray(), again.Sample(new Rng(3), 7).ToArray());
        Assert.Equal(Validation.Of(model, data, new Rng(3)).Values, Validation.Of(again, data, new Rng(3)).Values);
        Assert.Contains("\nprior ", model.Summary([8, 8, 1]), StringComparison.Ordinal);
        Assert.All(PosteriorSummary.Of(model, data).KlByDimension, nats => Assert.True(nats >= 0));

        static float[] Values(VariationalAutoencoder model) =>
            [.. model.Parameters().Where(p => p.Name.StartsWith("prior.", StringComparison.Ordinal)).SelectMany(p => p.Value.ToArray())];
    }

    /// <summary>With q(z|x) = p(z), the estimate of the divergence is 0 for every draw; with a shifted q its mean is that of the closed form.</summary>
    [Fact]
    public void TheEstimateAgreesWithTheClosedForm()
    {
        var mixture = new GaussianMixture(1, 2, MixtureCovariance.Diagonal);
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(new Dense(3, 4), 2), new GaussianDecoder(new Dense(2, 3), 1), mixture, 1);
        model.Initialize(new Rng(4));
        mixture.Means.Assign([0, 0]);
        var x = Tensor.From([1, 2, 3], [1, 3]);
        var exact = KlDivergence.Between(model.Encoder.Given(x), MultivariateNormalDiag.Standard(2)).Item();
        var draws = AutoencoderTerms.AtDraws(model, new Batch(x, null, 0), 20_000, new Pass(null, rng: new Rng(5)));
        Assert.False(draws.IsDivergenceExact);
        float[] values = draws.Divergence.ToArray();
        double mean = values.Average(v => (double)v), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        Assert.Equal(exact, mean, 6 * deviation / Math.Sqrt(values.Length));
        Assert.True(exact > 0.1);
    }

    [Fact]
    public void APriorMayDependOnTheClass()
    {
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(new Dense(3, 4), 2), new GaussianDecoder(new Dense(2, 3), 1), new ClassPrior(3), 1);
        model.Initialize(new Rng(4));
        Assert.Equal([2], model.LatentShape);
        Assert.NotEqual(model.Sample(new Rng(1), 2, [0, 0]).ToArray(), model.Sample(new Rng(1), 2, [1, 2]).ToArray());
        var data = Dataset.FromFloats([.. Enumerable.Range(0, 90).Select(i => i / 90f)], [3], [.. Enumerable.Range(0, 30).Select(i => i % 3)]);
        var history = new Trainer(new TrainerOptions { EpochCount = 2, BatchSize = 10, Optimizer = new Adam(), LearningRate = 1e-2 }, new Rng(2)).Train(model, data).History;
        Assert.Equal(["total", "reconstruction", "kl"], history[0].Train.Values.Select(v => v.Name));
        Assert.True(double.IsFinite(ImportanceWeightedLikelihood.Of(model, data, new Rng(1), 30).Mean));
    }

    private static VariationalAutoencoder Make(string kind)
    {
        var encoder = new DiagonalGaussianEncoder(new Sequential(new Flatten([8, 8, 1]), new Dense(64, 16, Activation.Tanh), new Dense(16, 4)), 2);
        var decoder = new CrossEntropyDecoder(new Sequential(new Dense(2, 16, Activation.Tanh), new Dense(16, 64), new Unflatten([8, 8, 1])));
        return kind == "mixture"
            ? new VariationalAutoencoder(encoder, decoder, new GaussianMixture(3, 2, MixtureCovariance.Diagonal), 1)
            : new VariationalAutoencoder(encoder, decoder, new SplinePrior(), 1);
    }

    /// <summary>Two couplings, each the spline of one coordinate given the other.</summary>
    private sealed class SplinePrior : Module, IConditional<Distribution>
    {
        private const int Bins = 4, Features = 3 * Bins - 1;

        private readonly Sequential[] networks = [.. Enumerable.Range(0, 2).Select(_ => new Sequential(new Dense(2, 16, Activation.Tanh), new Dense(16, 2 * Features)))];

        public Distribution Given(Context context, Pass pass = default) => new TransformedDistribution(MultivariateNormalDiag.Standard(2),
            new Chain([.. networks.Select((network, i) => new MaskedCoupling(Tensor.From([i, 1 - i]), known =>
            {
                var features = network.Forward(known, pass);
                features = features.Reshape([.. features.Shape.Dimensions[..^1], 2, Features]);
                return new RationalQuadraticSpline(features.Slice(-1, 0, Bins), features.Slice(-1, Bins, Bins), features.Slice(-1, 2 * Bins, Bins - 1), bound: 4);
            }))]));
    }

    private sealed class ClassPrior(int classCount) : Module, IConditional<Distribution>
    {
        private readonly Sequential network = new(new JoinLabels(classCount), new Dense(classCount, 2));

        public Distribution Given(Context context, Pass pass = default)
        {
            var loc = network.Forward(context, pass);
            return new MultivariateNormalDiag(loc, Tensor.Ones(loc.Shape));
        }
    }
}
