using System.Text.Json.Serialization;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>What follows a layer's linear part. Leaky rectifiers, ReLU among them, are fused into the layer; the others are ops of their own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Activation>.Property)]
[JsonDerivedType(typeof(ReluActivation), "relu")]
[JsonDerivedType(typeof(LeakyReluActivation), "leaky-relu")]
[JsonDerivedType(typeof(TanhActivation), "tanh")]
[JsonDerivedType(typeof(SiluActivation), "silu")]
[JsonDerivedType(typeof(SoftplusActivation), "softplus")]
[JsonDerivedType(typeof(EluActivation), "elu")]
[JsonDerivedType(typeof(GeluActivation), "gelu")]
[JsonDerivedType(typeof(SigmoidActivation), "sigmoid")]
[JsonDerivedType(typeof(SineActivation), "sine")]
[JsonDerivedType(typeof(IdentityActivation), "none")]
public abstract record Activation
{
    private protected Activation()
    {
    }

    public static Activation None { get; } = new IdentityActivation();

    public static Activation Relu { get; } = new ReluActivation();

    public static Activation Tanh { get; } = new TanhActivation();

    public static Activation Sigmoid { get; } = new SigmoidActivation();

    public static Activation Softplus { get; } = new SoftplusActivation();

    public static Activation Silu { get; } = new SiluActivation();

    public static Activation Elu { get; } = new EluActivation();

    public static Activation Gelu { get; } = new GeluActivation();

    /// <summary>sin x, for networks of coordinates; see <see cref="WeightInitialization.Fourier"/>.</summary>
    public static Activation Sine { get; } = new SineActivation();

    /// <param name="slope">The slope below 0; 0 or more, since the sign of the output must tell the sign of the input.</param>
    public static Activation LeakyRelu(float slope) => new LeakyReluActivation(slope);

    /// <summary>As a summary of layers shows it; empty for the identity.</summary>
    [JsonIgnore]
    public string Name => Label;

    internal abstract string Label { get; }

    /// <summary>The slope below 0 that the layer's own kernel applies; 1 is the identity.</summary>
    internal virtual float FusedSlope => 1;

    /// <summary>Applies what the kernel has not done yet.</summary>
    internal virtual Tensor Finish(Tensor x) => x;

    public sealed override string ToString() => Name;

    /// <summary>The activation of a word such as “leaky-relu”.</summary>
    /// <exception cref="ArgumentException">No activation has this word.</exception>
    public static implicit operator Activation(string word) => new Kinds<Activation>(ActivationJson.Default.Activation).Find(word);
}

internal sealed record IdentityActivation : Activation
{
    internal override string Label => "";
}

internal sealed record ReluActivation : Activation
{
    internal override string Label => "ReLU";

    internal override float FusedSlope => 0;
}

/// <param name="Slope">The slope below 0, 0 or more.</param>
internal sealed record LeakyReluActivation(float Slope = 0.1f) : Activation
{
    public float Slope { get; } = Slope is >= 0 and < float.PositiveInfinity
        ? Slope
        : throw new ArgumentOutOfRangeException(nameof(Slope), $"LeakyReLU: the slope is {Slope}; expected 0 or more.");

    internal override string Label => FormattableString.Invariant($"LeakyReLU({Slope})");

    internal override float FusedSlope => Slope;
}

internal sealed record TanhActivation : Activation
{
    internal override string Label => "tanh";

    internal override Tensor Finish(Tensor x) => x.Tanh();
}

internal sealed record SigmoidActivation : Activation
{
    internal override string Label => "sigmoid";

    internal override Tensor Finish(Tensor x) => x.Sigmoid();
}

internal sealed record SineActivation : Activation
{
    internal override string Label => "sin";

    internal override Tensor Finish(Tensor x) => x.Sin();
}

internal sealed record SoftplusActivation : Activation
{
    internal override string Label => "softplus";

    internal override Tensor Finish(Tensor x) => x.Softplus();
}

internal sealed record SiluActivation : Activation
{
    internal override string Label => "SiLU";

    internal override Tensor Finish(Tensor x) => x.Silu();
}

internal sealed record EluActivation : Activation
{
    internal override string Label => "ELU";

    internal override Tensor Finish(Tensor x) => x.Elu();
}

internal sealed record GeluActivation : Activation
{
    internal override string Label => "GELU";

    internal override Tensor Finish(Tensor x) => x.Gelu();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Activation))]
internal sealed partial class ActivationJson : JsonSerializerContext;
