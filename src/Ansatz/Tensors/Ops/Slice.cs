namespace Ansatz.Tensors;

/// <summary>Positions start, start + 1, … along a dimension. Backward puts the gradient back among zeros.</summary>
internal sealed class Slice(int axis, int start, int length) : Op
{
    public int Axis => axis;

    public int Start => start;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var (outer, count, inner) = AxisSplit.Of(inputs[0].Shape, axis);
        var y = Tensor.Allocate([.. inputs[0].Shape.Dimensions[..axis], length, .. inputs[0].Shape.Dimensions[(axis + 1)..]], tape);
        Blocks.Copy(outer, length * inner, inputs[0].Span[StartOf(inputs[0], inner)..], count * inner, y.Span, length * inner);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        var (outer, count, inner) = AxisSplit.Of(gx.Shape, axis);
        gx.Span.Clear();
        Blocks.Copy(outer, length * inner, step.Gradient.Span, length * inner, gx.Span[StartOf(gx, inner)..], count * inner);
        step.Add(0, gx);
    }

    // A tensor without elements has no position to start from.
    private int StartOf(Tensor x, int inner) => x.Length == 0 ? 0 : start * inner;

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>Positions start to start + length − 1 along a dimension.</summary>
        public Tensor Slice(int axis, int start, int length)
        {
            axis = Axis.Resolve(nameof(Slice), x.Shape, axis);
            var count = x.Shape[axis];
            if (start < 0 || length < 0 || start > count - length)
                throw new ArgumentException($"Slice: {length} positions from {start} on lie outside dimension {axis} of {x.Shape}, which has {count}.", nameof(start));
            return length == count ? x : new Slice(axis, start, length).Apply(x);
        }
    }
}
