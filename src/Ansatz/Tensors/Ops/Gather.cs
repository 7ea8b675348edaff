namespace Ansatz.Tensors;

/// <summary>
/// y[o, j, i] = x[o, indices[j], i] along one dimension of a tensor seen as [outer, count, inner]; an index of −1 gives zeros.
/// Backward adds each piece of the gradient to the place it came from, in the order of the indices.
/// </summary>
internal sealed class Gather(int axis, int[] indices) : Op
{
    public int Axis => axis;

    public IReadOnlyList<int> Indices => indices;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var y = Tensor.Allocate([.. x.Shape.Dimensions[..axis], indices.Length, .. x.Shape.Dimensions[(axis + 1)..]], tape);
        Gathering.Pick(AxisSplit.Of(x.Shape, axis), indices, x.Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        gx.Span.Clear();
        Gathering.AddBack(AxisSplit.Of(gx.Shape, axis), indices, step.Gradient.Span, gx.Span);
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>Picks positions along a dimension, in any order and with repetition; −1 gives zeros.</summary>
        public Tensor Gather(int axis, params ReadOnlySpan<int> indices)
        {
            axis = Axis.Resolve(nameof(Gather), x.Shape, axis);
            foreach (var i in indices)
                if (i < -1 || i >= x.Shape[axis])
                    throw new ArgumentException($"Gather: index {i} lies outside dimension {axis} of {x.Shape}; expected −1 to {x.Shape[axis] - 1}.", nameof(indices));
            return new Gather(axis, indices.ToArray()).Apply(x);
        }

        /// <summary>The positions along a dimension in reverse order.</summary>
        public Tensor Flip(int axis)
        {
            var count = x.Shape[Axis.Resolve(nameof(Flip), x.Shape, axis)];
            return x.Gather(axis, [.. Enumerable.Range(1, count).Select(i => count - i)]);
        }
    }
}
