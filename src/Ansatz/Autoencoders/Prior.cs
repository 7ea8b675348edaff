using System.Text.Json.Serialization;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>A family of priors p(z). All but the standard normal learn: with the model, or afterwards by <c>PriorFit</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Prior>.Property)]
[JsonDerivedType(typeof(NormalPrior), "normal")]
[JsonDerivedType(typeof(MixturePrior), "mixture")]
[JsonDerivedType(typeof(PseudoInputPrior), "vamp")]
[JsonDerivedType(typeof(FlowPrior), "flow")]
public abstract record Prior
{
    private protected Prior()
    {
    }

    /// <summary>The standard normal, which does not learn.</summary>
    public static Prior Normal { get; } = new NormalPrior();

    /// <summary>Ten Gaussians with full covariances: <see cref="GaussianMixture"/>.</summary>
    public static Prior Mixture { get; } = new MixturePrior();

    /// <summary>The mean of the posteriors of fifty pseudo-inputs: <see cref="VampPrior"/>.</summary>
    public static Prior Vamp { get; } = new PseudoInputPrior();

    /// <summary>Spline couplings of a standard normal: <see cref="NeuralSplineFlow"/>. In one dimension its layers are autoregressive.</summary>
    public static Prior Flow { get; } = new FlowPrior();

    /// <summary>The prior, without weights yet.</summary>
    /// <param name="encoder">q(z|x).</param>
    /// <param name="latent">Latent dimensions.</param>
    /// <param name="example">The shape of one x.</param>
    internal abstract IConditional<Distribution> Build(IConditional<Distribution> encoder, int latent, Shape example);

    public sealed override string ToString() => DesignKinds.Priors.WordOf(this);

    /// <summary>The family of a word such as “flow”.</summary>
    /// <exception cref="ArgumentException">No family has this word.</exception>
    public static implicit operator Prior(string word) => DesignKinds.Priors.Find(word);
}

internal sealed record NormalPrior : Prior
{
    internal override IConditional<Distribution> Build(IConditional<Distribution> encoder, int latent, Shape example) => new Unconditional(MultivariateNormalDiag.Standard(latent));
}

internal sealed record MixturePrior : Prior
{
    private const int ComponentCount = 10;

    internal override IConditional<Distribution> Build(IConditional<Distribution> encoder, int latent, Shape example) => new GaussianMixture(ComponentCount, latent, MixtureCovariance.Full);
}

internal sealed record PseudoInputPrior : Prior
{
    private const int PseudoInputCount = 50;

    internal override IConditional<Distribution> Build(IConditional<Distribution> encoder, int latent, Shape example) => new VampPrior(encoder, example, PseudoInputCount);
}

internal sealed record FlowPrior : Prior
{
    private const int Layers = 6, Units = 32;

    internal override IConditional<Distribution> Build(IConditional<Distribution> encoder, int latent, Shape example) =>
        new NeuralSplineFlow(latent, Layers, [Units, Units], autoregressive: latent == 1);
}
