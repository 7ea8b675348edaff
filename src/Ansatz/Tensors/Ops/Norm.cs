using System.Buffers;

namespace Ansatz.Tensors;

/// <summary>
/// y[o, i] = √(∑ₙ x[o, n, i]²), the sum in double, where it neither overflows nor underflows.
/// Backward: ∂y/∂xⱼ = xⱼ/y, so gx = g·x/y; where y is 0, the gradient is 0.
/// </summary>
internal sealed class Norm(AxisSplit middle, Shape shape) : Op
{
    public AxisSplit Split => middle;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        var sums = ArrayPool<double>.Shared.Rent(y.Length);
        DoubleSums.SumSquares(middle, inputs[0].Span, [], sums.AsSpan(0, y.Length));
        for (var i = 0; i < y.Length; i++) y.Span[i] = (float)Math.Sqrt(sums[i]);
        ArrayPool<double>.Shared.Return(sums);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        var count = step.Output.Length;
        // The sums are computed again, because a float holds only a few digits of a very small norm and cannot hold one above its range.
        var factors = ArrayPool<double>.Shared.Rent(count);
        DoubleSums.SumSquares(middle, step.Input(0).Span, [], factors.AsSpan(0, count));
        for (var i = 0; i < count; i++) factors[i] = factors[i] == 0 ? 0 : step.Gradient.Span[i] / Math.Sqrt(factors[i]);
        DoubleSums.Scale(middle, step.Input(0).Span, [], factors.AsSpan(0, count), gx.Span);
        ArrayPool<double>.Shared.Return(factors);
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The Euclidean norm of all elements, √∑x², a scalar. The gradient at 0 is 0.</summary>
        public Tensor Norm() => new Norm(new AxisSplit(1, x.Length, 1), []).Apply(x);

        /// <summary>The Euclidean norm along one dimension, which disappears, or stays with length 1: √∑x². The gradient at 0 is 0.</summary>
        public Tensor Norm(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Norm), x.Shape, axis);
            return new Norm(AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension)).Apply(x);
        }
    }
}
