using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>[N, shape…] → [N, everything else].</summary>
/// <param name="shape">The shape of one example, for instance [9, 9, 64]; files that order channels first need it.</param>
public sealed class Flatten(Shape shape) : Layer
{
    public Shape ExampleShape { get; } = shape;

    public override Tensor Forward(Tensor x, Pass pass = default) => x.Shape[1..] == ExampleShape
        ? x.Flatten()
        : throw new ArgumentException($"Flatten: the examples of {x.Shape} have shape {x.Shape[1..]}; this layer was made for {ExampleShape}.", nameof(x));

    public override string Describe() => $"{nameof(Flatten)}({ExampleShape})";
}

/// <summary>[N, features] → [N, shape…].</summary>
/// <param name="shape">What each example becomes.</param>
public sealed class Unflatten(Shape shape) : Layer
{
    public Shape ExampleShape { get; } = shape;

    public override Tensor Forward(Tensor x, Pass pass = default) => x.Reshape([x.Shape[0], .. ExampleShape]);

    public override string Describe() => $"{nameof(Unflatten)}({ExampleShape})";
}
