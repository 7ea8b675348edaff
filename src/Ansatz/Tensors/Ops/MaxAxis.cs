namespace Ansatz.Tensors;

/// <summary>y[o, i] = maxₙ x[o, n, i]. Backward: the gradient goes to the first of the largest elements.</summary>
internal sealed class MaxAxis(AxisSplit middle, Shape shape) : Op
{
    public AxisSplit Split => middle;

    public override string Name => "Max";

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        Maxima.Find(middle, inputs[0].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        gx.Span.Clear();
        Maxima.Backward(middle, step.Input(0).Span, step.Output.Span, step.Gradient.Span, gx.Span);
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// The largest element along one dimension, which disappears, or stays with length 1; NaN if there is any. The gradient goes to the first of equals.
        /// </summary>
        public Tensor Max(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Max), x.Shape, axis);
            if (x.Shape[axis] == 0) throw new ArgumentException($"Max: dimension {axis} of {x.Shape} has no elements.", nameof(axis));
            return new MaxAxis(AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension)).Apply(x);
        }
    }
}
