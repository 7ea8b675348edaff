using System.Text.Json.Serialization;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>A way to score an image against a decoder's output. A new one is a record here and its word.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Likelihood>.Property)]
[JsonDerivedType(typeof(CrossEntropyLikelihood), "cross-entropy")]
[JsonDerivedType(typeof(BernoulliLikelihood), "bernoulli")]
[JsonDerivedType(typeof(ContinuousBernoulliLikelihood), "continuous-bernoulli")]
[JsonDerivedType(typeof(SquaredErrorLikelihood), "squared-error")]
[JsonDerivedType(typeof(GaussianLikelihood), "gaussian")]
[JsonDerivedType(typeof(DiscretizedLogisticLikelihood), "discretized-logistic")]
public abstract record Likelihood
{
    private protected Likelihood()
    {
    }

    /// <summary>Gray pixels; no likelihood.</summary>
    public static Likelihood CrossEntropy { get; } = new CrossEntropyLikelihood();

    /// <summary>Black and white pixels.</summary>
    public static Likelihood Bernoulli { get; } = new BernoulliLikelihood();

    public static Likelihood ContinuousBernoulli { get; } = new ContinuousBernoulliLikelihood();

    /// <summary>N(μ, ½). Its constant, ½ log π for each value, is reported apart.</summary>
    public static Likelihood SquaredError { get; } = new SquaredErrorLikelihood();

    /// <summary>N(μ, σ²) with the σ that fits best, see <see cref="GaussianDecoder.Calibrated"/>.</summary>
    public static Likelihood Gaussian { get; } = new GaussianLikelihood();

    /// <summary>The very bytes of 8-bit pixels.</summary>
    public static Likelihood DiscretizedLogistic { get; } = new DiscretizedLogisticLikelihood();

    /// <summary>All likelihoods, in the order of their words.</summary>
    public static IReadOnlyList<Likelihood> All { get; } = [CrossEntropy, Bernoulli, ContinuousBernoulli, SquaredError, Gaussian, DiscretizedLogistic];

    /// <summary>The word that users type, such as “squared-error”.</summary>
    [JsonIgnore]
    public string Name => DesignKinds.Likelihoods.WordOf(this);

    /// <summary>What the score is, in a report's words.</summary>
    [JsonIgnore]
    public abstract string Quantity { get; }

    /// <summary>Whether the score is a log-likelihood at all.</summary>
    [JsonIgnore]
    public virtual bool IsNormalized => true;

    /// <summary>Whether every pixel must be 0 or 1.</summary>
    [JsonIgnore]
    public virtual bool NeedsBinaryPixels => false;

    /// <summary>Nats per pixel value that no weight can change, reported apart.</summary>
    [JsonIgnore]
    public virtual double ConstantPerValue => 0;

    /// <summary>What the network's last layer applies: nothing to logits, σ to pixel values.</summary>
    internal virtual Activation OutputActivation => Activation.Sigmoid;

    /// <summary>The decoder of a network that ends in <see cref="OutputActivation"/>.</summary>
    internal abstract IConditional<Distribution> Decoder(Layer network);

    public sealed override string ToString() => Name;

    /// <summary>The likelihood of a word such as “squared-error”.</summary>
    /// <exception cref="ArgumentException">No likelihood has this word.</exception>
    public static implicit operator Likelihood(string word) => DesignKinds.Likelihoods.Find(word);
}

internal sealed record CrossEntropyLikelihood : Likelihood
{
    [JsonIgnore]
    public override string Quantity => "cross-entropy";

    [JsonIgnore]
    public override bool IsNormalized => false;

    internal override Activation OutputActivation => Activation.None;

    internal override IConditional<Distribution> Decoder(Layer network) => new CrossEntropyDecoder(network);
}

internal sealed record BernoulliLikelihood : Likelihood
{
    [JsonIgnore]
    public override string Quantity => "negative log-likelihood";

    [JsonIgnore]
    public override bool NeedsBinaryPixels => true;

    internal override Activation OutputActivation => Activation.None;

    internal override IConditional<Distribution> Decoder(Layer network) => new BernoulliDecoder(network);
}

internal sealed record ContinuousBernoulliLikelihood : Likelihood
{
    [JsonIgnore]
    public override string Quantity => "negative log-density";

    internal override Activation OutputActivation => Activation.None;

    internal override IConditional<Distribution> Decoder(Layer network) => new ContinuousBernoulliDecoder(network);
}

internal sealed record SquaredErrorLikelihood : Likelihood
{
    [JsonIgnore]
    public override string Quantity => "sum of squared errors";

    /// <summary>½ log π: what −log N(x; μ, ½) has beyond (x − μ)².</summary>
    [JsonIgnore]
    public override double ConstantPerValue { get; } = DoubleMath.Log(Math.PI) / 2;

    internal override IConditional<Distribution> Decoder(Layer network) => new GaussianDecoder(network, MathF.Sqrt(0.5f));
}

internal sealed record GaussianLikelihood : Likelihood
{
    [JsonIgnore]
    public override string Quantity => "negative log-density";

    internal override IConditional<Distribution> Decoder(Layer network) => GaussianDecoder.Calibrated(network);
}

internal sealed record DiscretizedLogisticLikelihood : Likelihood
{
    private const float FirstScale = 0.1f;

    [JsonIgnore]
    public override string Quantity => "negative log-likelihood";

    internal override IConditional<Distribution> Decoder(Layer network) => new DiscretizedLogisticDecoder(network, FirstScale);
}
