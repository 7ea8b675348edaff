using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Outside;

/// <summary>An autoencoder with an objective and a learnt prior: encoder, decoder and prior are fields, so that they are trained and saved.</summary>
internal sealed class PairAutoencoder(int features, int latent, Objective objective) : Module, IAutoencoder, ITrainable
{
    [SavedAs("encoder")]
    private readonly DiagonalGaussianEncoder encoder = new(new Dense(features, DiagonalGaussianEncoder.FeatureCount(latent)), latent);

    [SavedAs("decoder")]
    private readonly GaussianDecoder decoder = new(new Dense(latent, features), scale: 1, isScaleLearnt: true);

    [SavedAs("prior")]
    private readonly GaussianMixture prior = new(2, latent, MixtureCovariance.Diagonal);

    public IConditional<Distribution> Encoder => encoder;

    public IConditional<Distribution> Decoder => decoder;

    public IConditional<Distribution> Prior => prior;

    public StepResult Step(Batch batch, Pass pass) => objective.Step(this, batch, pass);

    public Metrics Evaluate(Batch batch, Pass pass) => objective.Evaluate(this, batch, pass);
}
