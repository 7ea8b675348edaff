using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

/// <summary>Autoencoders from parts of the user's own: what would train wrongly in silence is refused, and a summary is right.</summary>
public sealed class OwnPartsTests
{
    private static readonly MultivariateNormalDiag Plane = MultivariateNormalDiag.Standard(2);

    private static GaussianDecoder Decoder() => new(new Dense(2, 3), 1);

    [Fact]
    public void ObjectivesRefuseAPosteriorThatIsNotReparameterized()
    {
        foreach (var objective in new Objective[] { 1.0, new EvidenceLowerBound(1, 0), new ImportanceWeightedBound(2) })
        {
            var model = new VariationalAutoencoder(new Discrete(), Decoder(), new Independent(new Bernoulli(Tensor.Zeros([2])), 1), objective);
            model.Initialize(new Rng(1));
            var trainer = new Trainer(new TrainerOptions { EpochCount = 1, BatchSize = 2, Optimizer = new Sgd(0), LearningRate = 0.1 }, new Rng(1));
            var refusal = Assert.Throws<NotSupportedException>(() => trainer.Train(model, Dataset.FromFloats(new float[12], [3]))).Message;
            Assert.Contains("Independent Bernoulli", refusal, StringComparison.Ordinal);
            Assert.Contains("such as MultivariateNormalDiag", refusal, StringComparison.Ordinal);
            // Evaluation needs no gradient.
            Assert.True(double.IsFinite(model.Evaluate(new Batch(Tensor.Zeros([2, 3]), null, 0), new Pass(null, rng: new Rng(1))).Objective));
        }
    }

    [Fact]
    public void PartsThatLearnButAreNoModulesAreRefused()
    {
        var encoder = new DiagonalGaussianEncoder(new Dense(3, 4), 2);
        AssertRefused("encoder", "NoModule", () => new VariationalAutoencoder(new NoModule(new Dense(3, 4)), Decoder(), Plane, 1));
        AssertRefused("decoder", "NoModule", () => new VariationalAutoencoder(encoder, new NoModule(new Parameter([4])), Plane, 1));
        AssertRefused("prior", "LearntPrior", () => new VariationalAutoencoder(encoder, Decoder(), new LearntPrior(), 1));
        var network = new Dense(2, 2);
        AssertRefused("prior", "TransformedDistribution", () => new VariationalAutoencoder(encoder, Decoder(), new TransformedDistribution(Plane,
            new Ansatz.Bijectors.MaskedCoupling(Tensor.From([1, 0]), known => new Ansatz.Bijectors.Shift(network.Forward(known)))), 1));
        Assert.NotNull(new VariationalAutoencoder(new NoModule(3), Decoder(), Plane, 1));

        static void AssertRefused(string which, string type, Func<VariationalAutoencoder> make)
        {
            var refusal = Assert.Throws<ArgumentException>(make);
            Assert.Equal(which, refusal.ParamName);
            Assert.StartsWith($"VariationalAutoencoder: the {which}, a {type}, holds a", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ASummaryCountsEveryPartOfAModuleOfOnesOwn()
    {
        var model = new VariationalAutoencoder(new TwoHeads(), Decoder(), Plane, 1);
        var text = model.Summary([3]);
        string[][] rows = [.. text[..text.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n').Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        Assert.Equal(
            [["encoder", "output", "parameters"], ["Dense(3 → 5, tanh)", "[5]", "20"], ["Dense(5 → 2)", "[2]", "12"], ["Dense(5 → 2)", "[2]", "12"], ["TwoHeads", "[2]", "1"]],
            rows[..^1].Select(r => r[..3]));
        Assert.Equal(["total", "45"], rows[^1][..2]);
        int[] flops = [.. rows[1..].Select(r => int.Parse(r[^1]))];
        Assert.InRange(flops[0], 2 * 3 * 5, 10 * 3 * 5);
        Assert.Equal([2 * 5 * 2, 2 * 5 * 2], flops[1..3]);
        Assert.Equal(flops[..^1].Sum(), flops[^1]);
        Assert.EndsWith($"{model.CountParameters():#,0} parameters in all\n", text, StringComparison.Ordinal);
        Assert.Equal(45 + 9, model.CountParameters());
    }

    [Fact]
    public void ALearntScaleIsInTheSummary()
    {
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(new Dense(3, 4), 2), new GaussianDecoder(new Dense(2, 3), 1, isScaleLearnt: true), Plane, 1);
        Assert.Contains("GaussianDecoder", model.Summary([3]), StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerThatIsUsedTwiceIsCountedOnce()
    {
        var shared = new Dense(2, 2);
        var network = new Sequential(shared, shared);
        Assert.Equal(network.CountParameters(), NetworkSummary.Of("net", network, [2]).ParameterCount);
    }

    /// <summary>Two heads on one body, a scale of its own, and a reshape before the first layer.</summary>
    private sealed class TwoHeads : Module, IConditional<Distribution>
    {
        private readonly Dense body = new(3, 5, Activation.Tanh), mean = new(5, 2), logScale = new(5, 2);
        private readonly Parameter shift = new([1]);

        public Distribution Given(Context context, Pass pass = default)
        {
            var features = body.Forward(context.Values.Reshape([context.Values.Shape[0], 3]), pass);
            return new MultivariateNormalDiag(mean.Forward(features, pass), (logScale.Forward(features, pass) + pass[shift]).Exp());
        }
    }

    private sealed class Discrete : Module, IConditional<Distribution>
    {
        private readonly Dense network = new(3, 2);

        public Distribution Given(Context context, Pass pass = default) => new Independent(new Bernoulli(network.Forward(context, pass)), 1);
    }

    private sealed class NoModule(object held) : IConditional<Distribution>
    {
        public object Held => held;

        public Distribution Given(Context context, Pass pass = default) => Plane;
    }

    private sealed class LearntPrior : Distribution
    {
        private readonly Parameter loc = new([2]);

        public override Shape BatchShape => [];

        public override Shape EventShape => [2];

        protected override Tensor LogProbInside(Tensor value) => (value - loc.Value).Sum(-1);

        public override Tensor Sample(Rng rng, Shape sampleShape = default) => loc.Value;
    }
}
