using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

/// <summary>Posteriors with inverse autoregressive and with planar steps.</summary>
public sealed class FlowPosteriorTests
{
    private static readonly Tensor x = Tensor.From([0.2f, -1, 1, 0.7f, -0.4f, 0.1f], [3, 2]);

    [Theory]
    [InlineData("iaf")]
    [InlineData("planar")]
    public void ADrawScoresAsItsValueDoes(string kind)
    {
        var (value, logProb) = Encoder(kind).Given(x).SampleAndLogProb(new Rng(3), [5]);
        Assert.Equal([5, 3, 2], value.Shape);
        var again = Encoder(kind).Given(x).LogProb(value).ToArray();
        foreach (var (one, other) in logProb.ToArray().Zip(again)) Assert.Equal(one, other, 1e-3 * (1 + Math.Abs(one)));
    }

    [Theory]
    [InlineData("iaf")]
    [InlineData("planar")]
    public void TheDensityIntegratesToOneAndHasTheMeanOfTheCode(string kind)
    {
        var q = Encoder(kind).Given(x);
        const int Side = 400;
        const double Half = 10, Step = 2 * Half / Side;
        var points = new float[Side * Side * 2];
        for (var i = 0; i < Side * Side; i++) (points[2 * i], points[2 * i + 1]) = ((float)(-Half + Step * (i / Side + 0.5)), (float)(-Half + Step * (i % Side + 0.5)));
        var density = q.LogProb(Tensor.From(points, [Side * Side, 1, 2])).ToArray();
        var (mean, variance) = PosteriorMoments.Of(q);
        for (var example = 0; example < 3; example++)
        {
            double mass = 0, first = 0, square = 0;
            for (var i = 0; i < Side * Side; i++)
            {
                var p = Step * Step * Math.Exp(density[3 * i + example]);
                mass += p;
                first += p * points[2 * i];
                square += p * points[2 * i] * points[2 * i];
            }
            Assert.Equal(1, mass, 2e-3);
            // 128 mirrored draws know the mean to a part of the deviation.
            var deviation = Math.Sqrt(square - first * first);
            Assert.Equal(first, mean[example, 0].Item(), 0.25 * deviation);
            Assert.Equal(deviation, Math.Sqrt(variance[example, 0].Item()), 0.3 * deviation);
        }
    }

    [Fact]
    public void InverseAutoregressiveStepsStartAsTheIdentity()
    {
        var encoder = new InverseAutoregressiveEncoder(new Dense(2, InverseAutoregressiveEncoder.FeatureCount(2, 4)), 2, contextFeatures: 4);
        encoder.Initialize(new Rng(1));
        var features = encoder.Network.Forward(x);
        var z = Tensor.From([0.5f, 1, -1, 0, 2, 1], [3, 2]);
        Assert.Equal(PlanarEncoder.Start(features, 2).LogProb(z).ToArray(), encoder.Given(x).LogProb(z).ToArray());
    }

    /// <summary>Of z ~ N(0, I), x is (z₁, z₂ + z₁²) and noise: where x₁ is not seen, the posterior is bent, and a diagonal Gaussian cannot follow it.</summary>
    [Theory]
    [InlineData("iaf")]
    [InlineData("planar")]
    public void StepsComeNearerABentPosterior(string kind)
    {
        var gaussian = Bound("diagonal");
        var flow = Bound(kind);
        Assert.True(flow > gaussian + 0.15, $"{kind} {flow}, diagonal {gaussian}");

        static double Bound(string kind)
        {
            var seen = new ConstantFeatures(((Posterior)kind).FeatureCount(2));
            var model = new VariationalAutoencoder(((Posterior)kind).Encoder(seen, 2), new BentDecoder(), MultivariateNormalDiag.Standard(2), objective: 1);
            model.Initialize(new Rng(1));
            var data = new TensorExamples(Tensor.Ones([64, 1]), null, "data");
            new Trainer(new TrainerOptions { EpochCount = 800, BatchSize = 64, Optimizer = new Adam(), LearningRate = new CosineSchedule(1e-2, 800) }, new Rng(2)).Train(model, data);
            return model.Score(data, new Rng(3), sampleCount: 50).Average();
        }
    }

    [Fact]
    public void WrongFeaturesAreRefused()
    {
        var planar = new PlanarEncoder(new Dense(2, 13), 2, stepCount: 2);
        planar.Initialize(new Rng(1));
        Assert.Contains("need 14", Assert.Throws<InvalidOperationException>(() => planar.Given(x)).Message, StringComparison.Ordinal);
        var autoregressive = new InverseAutoregressiveEncoder(new Dense(2, 7), 2, contextFeatures: 4);
        autoregressive.Initialize(new Rng(1));
        Assert.Contains("need 8", Assert.Throws<InvalidOperationException>(() => autoregressive.Given(x)).Message, StringComparison.Ordinal);
    }

    /// <summary>With weights that are not at their first values.</summary>
    private static IConditional<TransformedDistribution> Encoder(string kind)
    {
        IConditional<TransformedDistribution> encoder = kind == "iaf"
            ? new InverseAutoregressiveEncoder(new Dense(2, InverseAutoregressiveEncoder.FeatureCount(2, 4)), 2, contextFeatures: 4, stepCount: 3, hidden: [16])
            : new PlanarEncoder(new Dense(2, PlanarEncoder.FeatureCount(2, 4)), 2, stepCount: 4);
        var module = (Module)encoder;
        module.Initialize(new Rng(1));
        foreach (var parameter in module.Parameters())
        {
            var values = new float[parameter.Shape.Size];
            new Rng(2).Fork(parameter.Name).Normal(values);
            parameter.Assign([.. values.Zip(parameter.Value.ToArray(), (noise, v) => v + 0.1f * noise)]);
        }
        return encoder;
    }

    /// <summary>The same learnt features for every example.</summary>
    private sealed class ConstantFeatures(int count) : Layer
    {
        [SavedAs("features")]
        private readonly Parameter features = new([count]);

        public override Tensor Forward(Tensor x, Pass pass = default) => Tensor.Zeros([x.Shape[0], 1]) + pass[features];

        protected override void InitializeOwn(Rng rng)
        {
            var values = features.Storage();
            rng.Normal(values);
            for (var i = 0; i < values.Length; i++) values[i] *= 0.1f;
        }

        public override string Describe() => nameof(ConstantFeatures);
    }

    private sealed class BentDecoder : Module, IConditional<Distribution>
    {
        public Distribution Given(Context context, Pass pass = default)
        {
            var z = context.Values;
            return new MultivariateNormalDiag(z.Slice(-1, 1, 1) + z.Slice(-1, 0, 1).Square(), Tensor.From([0.1f]));
        }
    }
}
