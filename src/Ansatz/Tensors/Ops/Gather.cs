namespace Ansatz.Tensors;

/// <summary>
/// y[o, j, i] = x[o, indices[j], i] along one dimension of a tensor seen as [outer, count, inner]; an index of −1 gives zeros.
/// Backward adds each piece of the gradient to the place it came from, in the order of the indices.
/// </summary>
internal sealed class Gather(int axis, int[] indices) : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var y = Tensor.Allocate([.. x.Shape.Dimensions[..axis], indices.Length, .. x.Shape.Dimensions[(axis + 1)..]], tape);
        int outer = x.Shape[..axis].Size, count = x.Shape[axis], inner = x.Shape[(axis + 1)..].Size;
        ReadOnlySpan<float> from = x.Span;
        Span<float> to = y.Span;
        for (var o = 0; o < outer; o++)
            for (var j = 0; j < indices.Length; j++)
            {
                var target = to.Slice((o * indices.Length + j) * inner, inner);
                if (indices[j] < 0) target.Clear();
                else from.Slice((o * count + indices[j]) * inner, inner).CopyTo(target);
            }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var shape = step.Input(0).Shape;
        int outer = shape[..axis].Size, count = shape[axis], inner = shape[(axis + 1)..].Size;
        var gx = step.Allocate(shape);
        Span<float> to = gx.Span;
        ReadOnlySpan<float> g = step.Gradient.Span;
        to.Clear();
        for (var o = 0; o < outer; o++)
            for (var j = 0; j < indices.Length; j++)
            {
                if (indices[j] < 0) continue;
                var target = to.Slice((o * count + indices[j]) * inner, inner);
                var piece = g.Slice((o * indices.Length + j) * inner, inner);
                for (var i = 0; i < inner; i++) target[i] += piece[i];
            }
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static class GatherExtensions
{
    extension(Tensor x)
    {
        /// <summary>Picks positions along a dimension, in any order and with repetition; −1 gives zeros.</summary>
        public Tensor Gather(int axis, params int[] indices)
        {
            axis = Axis.Resolve(nameof(Gather), x.Shape, axis);
            foreach (var i in indices)
                if (i < -1 || i >= x.Shape[axis])
                    throw new ArgumentException($"Gather: index {i} lies outside dimension {axis} of {x.Shape}; expected −1 to {x.Shape[axis] - 1}.");
            return new Gather(axis, indices).Apply(x);
        }

        /// <summary>Positions start to start + length − 1 along a dimension.</summary>
        public Tensor Slice(int axis, int start, int length)
        {
            axis = Axis.Resolve(nameof(Slice), x.Shape, axis);
            if (start < 0 || length < 0 || start + length > x.Shape[axis])
                throw new ArgumentException($"Slice: [{start}, {start + length}) lies outside dimension {axis} of {x.Shape}.");
            return length == x.Shape[axis] ? x : x.Gather(axis, [.. Enumerable.Range(start, length)]);
        }
    }
}
