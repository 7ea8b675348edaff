using System.Text.Json.Serialization;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>A convention for the first weights of an autoencoder's layers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<FirstWeights>.Property)]
[JsonDerivedType(typeof(KerasWeights), "keras")]
[JsonDerivedType(typeof(PyTorchWeights), "pytorch")]
[JsonDerivedType(typeof(TilingWeights), "tiling")]
public abstract record FirstWeights
{
    private protected FirstWeights()
    {
    }

    /// <summary>Keras: Glorot-uniform weights, zero biases.</summary>
    public static FirstWeights Keras { get; } = new KerasWeights();

    /// <summary>PyTorch: weights and biases uniform within ±1/√fanIn.</summary>
    public static FirstWeights PyTorch { get; } = new PyTorchWeights();

    /// <summary>Those of Keras, except in the decoder's first layer, whose hinges tile the latent space: <see cref="Initializers.Tiling"/>.</summary>
    public static FirstWeights Tiling { get; } = new TilingWeights();

    internal virtual WeightInitialization Hidden => WeightInitialization.Glorot;

    /// <summary>Those of the decoder's first layer, which sees the latent point.</summary>
    internal virtual WeightInitialization FirstOfDecoder => Hidden;

    public sealed override string ToString() => DesignKinds.FirstWeights.WordOf(this);

    /// <summary>The convention of a word such as “keras”.</summary>
    /// <exception cref="ArgumentException">No convention has this word.</exception>
    public static implicit operator FirstWeights(string word) => DesignKinds.FirstWeights.Find(word);
}

internal sealed record KerasWeights : FirstWeights;

internal sealed record PyTorchWeights : FirstWeights
{
    internal override WeightInitialization Hidden => WeightInitialization.FanIn;
}

internal sealed record TilingWeights : FirstWeights
{
    internal override WeightInitialization FirstOfDecoder => WeightInitialization.Tiling;
}
