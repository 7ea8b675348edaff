using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>What follows a layer's linear part. Leaky rectifiers, ReLU among them, are fused into the layer; the others are ops of their own.</summary>
public sealed class Activation
{
    private readonly Func<Tensor, Tensor>? function;

    private Activation(string name, float fusedSlope, Func<Tensor, Tensor>? function = null) =>
        (Name, FusedSlope, this.function) = (name, fusedSlope, function);

    public static Activation None { get; } = new("", 1);

    public static Activation Relu { get; } = new("ReLU", 0);

    public static Activation Tanh { get; } = new("tanh", 1, x => x.Tanh());

    public static Activation Sigmoid { get; } = new("sigmoid", 1, x => x.Sigmoid());

    public static Activation Softplus { get; } = new("softplus", 1, x => x.Softplus());

    public static Activation Silu { get; } = new("SiLU", 1, x => x.Silu());

    public static Activation Elu { get; } = new("ELU", 1, x => x.Elu());

    public static Activation Gelu { get; } = new("GELU", 1, x => x.Gelu());

    public string Name { get; }

    /// <summary>The slope below 0 that the layer's own kernel applies; 1 is the identity.</summary>
    internal float FusedSlope { get; }

    /// <param name="slope">The slope below 0; 0 or more, since the sign of what comes out must tell the sign of what went in.</param>
    public static Activation LeakyRelu(float slope) => slope is >= 0 and < float.PositiveInfinity
        ? new(FormattableString.Invariant($"LeakyReLU({slope})"), slope)
        : throw new ArgumentOutOfRangeException(nameof(slope), $"LeakyReLU: the slope is {slope}; expected 0 or more.");

    /// <summary>What the kernel has not done yet.</summary>
    internal Tensor Finish(Tensor x) => function is null ? x : function(x);

    public override string ToString() => Name;
}
