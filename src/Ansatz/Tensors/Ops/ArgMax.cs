namespace Ansatz.Tensors;

/// <summary>y[o, i] = the first n at which x[o, n, i] is largest, or the first n at which it is NaN. Piecewise constant: no gradient is passed on.</summary>
internal sealed unsafe class ArgMax(AxisSplit middle, Shape shape) : Op
{
    public AxisSplit Split => middle;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        fixed (float* from = inputs[0].Span, to = y.Span)
            Pieces.For(middle.Outer, middle.Count * middle.Inner, new Search(middle.Count, middle.Inner, from, to));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => inputs[0].Length;

    private readonly struct Search(int count, int inner, float* x, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            for (var i = 0; i < inner; i++)
            {
                var row = x + (long)index * count * inner + i;
                var best = 0;
                for (var n = 1; n < count && !float.IsNaN(row[(long)best * inner]); n++)
                    if (!(row[(long)n * inner] <= row[(long)best * inner])) best = n;
                y[(long)index * inner + i] = best;
            }
        }
    }
}

public static partial class TensorOps
{
    /// <summary>Up to this number, a float holds every whole number exactly.</summary>
    private const int MostPositions = 1 << 24;

    extension(Tensor x)
    {
        /// <summary>
        /// The position of the largest element along one dimension, which disappears, or stays with length 1: the first of equals, or the first NaN. It has no gradient.
        /// </summary>
        /// <exception cref="ArgumentException">The dimension has no elements, or more than 2²⁴, whose positions a float does not hold.</exception>
        public Tensor ArgMax(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(ArgMax), x.Shape, axis);
            if (x.Shape[axis] is 0 or > MostPositions) throw new ArgumentException($"ArgMax: dimension {axis} of {x.Shape} has {x.Shape[axis]} elements; expected 1 to {MostPositions}.", nameof(axis));
            return new ArgMax(AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension)).Apply(x);
        }
    }
}
