using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>y = x + f(x), where f keeps the shape. He et al., Deep residual learning (2016).</summary>
/// <param name="body">f.</param>
public sealed class Residual(Layer body) : Layer
{
    [field: SavedAs("body")]
    public Layer Body { get; } = body;

    public override Tensor Forward(Tensor x, Pass pass = default) => Forward(new Context(x), pass);

    public override Tensor Forward(Context x, Pass pass = default)
    {
        Tensor values = x.Values, change = Body.Forward(x, pass);
        return change.Shape == values.Shape ? values + change : throw new ArgumentException($"Residual: {Body} maps shape {values.Shape} to {change.Shape}, expected the same.", nameof(x));
    }

    public override string Describe() => $"{nameof(Residual)}({Body})";
}
