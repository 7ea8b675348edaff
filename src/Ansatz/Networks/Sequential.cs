using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Layers one after the other.</summary>
/// <example><code>
/// var encoder = new Sequential(
///     new Conv2D(3, 32, kernel: 4, stride: 2, activation: Activation.Relu),
///     new Flatten([18, 18, 32]),
///     new Dense(18 * 18 * 32, 5));
/// encoder.Initialize(new Rng(42));
/// </code></example>
public sealed class Sequential(params Layer[] layers) : Layer
{
    [field: SavedAs("layers")]
    public IReadOnlyList<Layer> Layers { get; } = layers;

    public override Tensor Forward(Tensor x, Pass pass = default) => Forward(new Context(x), pass);

    public override Tensor Forward(Context x, Pass pass = default)
    {
        foreach (var layer in Layers) x = x with { Values = pass.Trace is { } trace ? trace.Run(layer, x, pass) : layer.Forward(x, pass) };
        return x.Values;
    }

    public override string Describe() => $"{nameof(Sequential)}({Layers.Count} layers)";
}
