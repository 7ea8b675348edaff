using System.Text.Json.Serialization;
using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>A family of posteriors q(z|x) that an encoder gives.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Posterior>.Property)]
[JsonDerivedType(typeof(DiagonalPosterior), "diagonal")]
[JsonDerivedType(typeof(FullPosterior), "full")]
[JsonDerivedType(typeof(InverseAutoregressivePosterior), "iaf")]
[JsonDerivedType(typeof(PlanarPosterior), "planar")]
public abstract record Posterior
{
    private protected Posterior()
    {
    }

    /// <summary>A Gaussian with a diagonal covariance: <see cref="DiagonalGaussianEncoder"/>.</summary>
    public static Posterior Diagonal { get; } = new DiagonalPosterior();

    /// <summary>A Gaussian with a full covariance: <see cref="GaussianEncoder"/>.</summary>
    public static Posterior Full { get; } = new FullPosterior();

    /// <summary>Inverse autoregressive steps from a diagonal Gaussian: <see cref="InverseAutoregressiveEncoder"/>.</summary>
    public static Posterior InverseAutoregressive { get; } = new InverseAutoregressivePosterior();

    /// <summary>Planar steps from a diagonal Gaussian: <see cref="PlanarEncoder"/>.</summary>
    public static Posterior Planar { get; } = new PlanarPosterior();

    /// <summary>How many numbers the encoder's network ends in.</summary>
    internal abstract int FeatureCount(int latent);

    internal abstract IConditional<Distribution> Encoder(Layer network, int latent);

    public sealed override string ToString() => DesignKinds.Posteriors.WordOf(this);

    /// <summary>The family of a word such as “diagonal”.</summary>
    /// <exception cref="ArgumentException">No family has this word.</exception>
    public static implicit operator Posterior(string word) => DesignKinds.Posteriors.Find(word);
}

internal sealed record DiagonalPosterior : Posterior
{
    internal override int FeatureCount(int latent) => DiagonalGaussianEncoder.FeatureCount(latent);

    internal override IConditional<Distribution> Encoder(Layer network, int latent) => new DiagonalGaussianEncoder(network, latent);
}

internal sealed record FullPosterior : Posterior
{
    internal override int FeatureCount(int latent) => GaussianEncoder.FeatureCount(latent);

    internal override IConditional<Distribution> Encoder(Layer network, int latent) => new GaussianEncoder(network, latent);
}

internal sealed record InverseAutoregressivePosterior : Posterior
{
    internal override int FeatureCount(int latent) => InverseAutoregressiveEncoder.FeatureCount(latent);

    internal override IConditional<Distribution> Encoder(Layer network, int latent) => new InverseAutoregressiveEncoder(network, latent);
}

internal sealed record PlanarPosterior : Posterior
{
    internal override int FeatureCount(int latent) => PlanarEncoder.FeatureCount(latent);

    internal override IConditional<Distribution> Encoder(Layer network, int latent) => new PlanarEncoder(network, latent);
}
