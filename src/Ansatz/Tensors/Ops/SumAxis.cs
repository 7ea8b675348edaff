namespace Ansatz.Tensors;

/// <summary>
/// y[o, i] = ∑ₙ x[o, n, i]: the sum over the middle of a tensor seen as [outer, count, inner]. Backward repeats the gradient along the middle.
/// </summary>
internal sealed class SumAxis(AxisSplit middle, Shape shape) : Op
{
    public AxisSplit Split => middle;

    public override string Name => "Sum";

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        Reductions.Sum(middle, inputs[0].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        middle.Repeat(step.Gradient.Span, gx.Span);
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The sum of all elements, a scalar.</summary>
        public Tensor Sum() => new SumAxis(new AxisSplit(1, x.Length, 1), []).Apply(x);

        /// <summary>The sum over one dimension, which disappears, or stays with length 1.</summary>
        public Tensor Sum(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Sum), x.Shape, axis);
            return new SumAxis(AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension)).Apply(x);
        }

        /// <summary>The sum over the last <paramref name="count"/> dimensions, which disappear.</summary>
        public Tensor SumLast(int count)
        {
            if (count < 0 || count > x.Rank)
                throw new ArgumentException($"SumLast: {count} dimensions asked of shape {x.Shape}, which has {x.Rank}.", nameof(count));
            return count == 0 ? x : x.Reshape([.. x.Shape.Dimensions[..^count], x.Shape[^count..].Size]).Sum(-1);
        }

        /// <summary>The mean of all elements, a scalar.</summary>
        public Tensor Mean() => x.Sum() / x.Length;

        /// <summary>The mean over one dimension, which disappears, or stays with length 1.</summary>
        public Tensor Mean(int axis, bool keepDimension = false) =>
            x.Sum(axis, keepDimension) / x.Shape[Axis.Resolve(nameof(Mean), x.Shape, axis)];
    }
}
