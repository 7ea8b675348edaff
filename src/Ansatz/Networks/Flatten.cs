using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>[N, …] → [N, everything else].</summary>
public sealed class Flatten : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.Flatten();

    public override string Describe() => nameof(Flatten);
}

/// <summary>[N, features] → [N, shape…].</summary>
/// <param name="shape">What each example becomes.</param>
public sealed class Unflatten(Shape shape) : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.Reshape([x.Shape[0], .. shape.Dimensions]);

    public override string Describe() => $"{nameof(Unflatten)}({shape})";
}
