using System.Runtime.CompilerServices;

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
                throw new ArgumentException($"Reshape: {x.Shape} holds {x.Length} elements, {shape} would hold {shape.Size}.", nameof(shape));
            return new Reshape(shape).Apply(x);
        }

        /// <summary>
        /// The same elements in another shape of the same length. One dimension may be −1: it takes the length that is left, so <c>x.Reshape(2, -1)</c> of 6 elements is [2, 3].
        /// </summary>
        /// <exception cref="ArgumentException">The shape has another length, or no length for −1 fits.</exception>
        [OverloadResolutionPriority(1)] // [2, −1] as a collection means this overload: a shape has no negative dimension
        public Tensor Reshape(params ReadOnlySpan<int> dimensions)
        {
            var unknown = dimensions.IndexOf(-1);
            if (unknown < 0) return x.Reshape(new Shape(dimensions));
            int[] known = [.. dimensions[..unknown], .. dimensions[(unknown + 1)..]];
            if (known.AsSpan().ContainsAnyInRange(int.MinValue, -1))
                throw new ArgumentException($"Reshape: found [{string.Join(", ", dimensions.ToArray())}]; expected dimensions of 0 or more and at most one −1.", nameof(dimensions));
            var size = new Shape(known).Size;
            if (size == 0 || x.Length % size != 0)
                throw new ArgumentException($"Reshape: {x.Shape} holds {x.Length} elements; no length in place of −1 fits [{string.Join(", ", dimensions.ToArray())}].", nameof(dimensions));
            return x.Reshape(new Shape([.. known[..unknown], x.Length / size, .. known[unknown..]]));
        }

        /// <summary>[N, …] as [N, everything else].</summary>
        public Tensor Flatten() => x.Rank > 0
            ? x.Reshape([x.Shape[0], x.Shape[1..].Size])
            : throw new ArgumentException("Flatten: a scalar has no batch; expected [N, …].", nameof(x));
    }
}
