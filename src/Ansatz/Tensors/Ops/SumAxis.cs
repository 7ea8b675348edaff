namespace Ansatz.Tensors;

/// <summary>
/// y[o, i] = ∑ₙ x[o, n, i]: the sum over the middle of a tensor seen as [outer, count, inner]. Backward repeats the gradient along the middle.
/// </summary>
internal sealed class SumAxis(int outer, int count, int inner, Shape shape) : Op
{
    public override string Name => "Sum";

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        ReadOnlySpan<float> x = inputs[0].Span;
        if (inner == 1)
        {
            Reductions.RowSum(outer, count, x, y.Span);
            return y;
        }
        var partials = Tensor.Allocate([Reductions.ColumnBlocks(count), inner], tape);
        for (var o = 0; o < outer; o++)
            Reductions.ColumnSum(count, inner, x.Slice(o * count * inner, count * inner), partials.Span, y.Span.Slice(o * inner, inner));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        Span<float> to = gx.Span;
        ReadOnlySpan<float> g = step.Gradient.Span;
        for (var o = 0; o < outer; o++)
        {
            if (inner == 1) to.Slice(o * count, count).Fill(g[o]);
            else
                for (var n = 0; n < count; n++)
                    g.Slice(o * inner, inner).CopyTo(to[((o * count + n) * inner)..]);
        }
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => inputs[0].Length;
}

public static class SumExtensions
{
    extension(Tensor x)
    {
        /// <summary>The sum of all elements, a scalar.</summary>
        public Tensor Sum() => new SumAxis(1, x.Length, 1, []).Apply(x);

        /// <summary>The sum over one dimension, which disappears, or stays with length 1.</summary>
        public Tensor Sum(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Sum), x.Shape, axis);
            int outer = x.Shape[..axis].Size, inner = x.Shape[(axis + 1)..].Size;
            Shape shape = keepDimension
                ? [.. x.Shape.Dimensions[..axis], 1, .. x.Shape.Dimensions[(axis + 1)..]]
                : x.Shape[..axis].Concat(x.Shape[(axis + 1)..]);
            return new SumAxis(outer, x.Shape[axis], inner, shape).Apply(x);
        }

        /// <summary>The sum over the last <paramref name="count"/> dimensions, which disappear.</summary>
        public Tensor SumLast(int count)
        {
            if (count < 0 || count > x.Rank)
                throw new ArgumentException($"SumLast: {count} dimensions asked of shape {x.Shape}, which has {x.Rank}.");
            return count == 0 ? x : x.Reshape([.. x.Shape.Dimensions[..^count], x.Shape[^count..].Size]).Sum(-1);
        }

        /// <summary>The mean of all elements, a scalar.</summary>
        public Tensor Mean() => x.Sum() / x.Length;

        /// <summary>The mean over one dimension, which disappears, or stays with length 1.</summary>
        public Tensor Mean(int axis, bool keepDimension = false) =>
            x.Sum(axis, keepDimension) / x.Shape[Axis.Resolve(nameof(Mean), x.Shape, axis)];
    }
}
