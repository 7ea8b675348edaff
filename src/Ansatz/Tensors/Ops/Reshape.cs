namespace Ansatz.Tensors;

/// <summary>The same elements in another shape; nothing is copied, in either direction.</summary>
internal sealed class Reshape(Shape shape) : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape) => inputs[0].View(shape);

    public override void Backward(in BackwardStep step) => step.Add(0, step.Gradient.View(step.Input(0).Shape));

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The same elements in another shape of the same length.</summary>
        public Tensor Reshape(Shape shape)
        {
            if (shape == x.Shape) return x;
            if (shape.Size != x.Length)
                throw new ArgumentException($"Reshape: {x.Shape} holds {x.Length} elements, {shape} would hold {shape.Size}.");
            return new Reshape(shape).Apply(x);
        }

        /// <summary>[N, …] as [N, everything else].</summary>
        public Tensor Flatten() => x.Rank > 0
            ? x.Reshape([x.Shape[0], x.Shape[1..].Size])
            : throw new ArgumentException("Flatten: a scalar has no batch; expected [N, …].");
    }
}
