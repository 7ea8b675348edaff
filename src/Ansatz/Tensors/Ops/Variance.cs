using System.Buffers;

namespace Ansatz.Tensors;

/// <summary>
/// y[o, i] = ∑ₙ (x[o, n, i] − m[o, i])²/(count − correction) with m the mean. The mean is found first and the sums are in double, so nothing cancels.
/// Backward: ∂/∂xⱼ ∑ₙ (xₙ − m)² = 2(xⱼ − m) − (2/count)·∑ₙ (xₙ − m) = 2(xⱼ − m), so gx = g·2(x − m)/(count − correction).
/// </summary>
internal sealed class Variance(AxisSplit middle, Shape shape, int correction) : Op
{
    public AxisSplit Split => middle;

    public int Correction => correction;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        var (means, sums) = (ArrayPool<double>.Shared.Rent(y.Length), ArrayPool<double>.Shared.Rent(y.Length));
        FindMeans(inputs[0], means.AsSpan(0, y.Length));
        DoubleSums.SumSquares(middle, inputs[0].Span, means.AsSpan(0, y.Length), sums.AsSpan(0, y.Length));
        for (var i = 0; i < y.Length; i++) y.Span[i] = (float)(sums[i] / (middle.Count - correction));
        ArrayPool<double>.Shared.Return(means);
        ArrayPool<double>.Shared.Return(sums);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        var count = step.Output.Length;
        var (means, factors) = (ArrayPool<double>.Shared.Rent(count), ArrayPool<double>.Shared.Rent(count));
        FindMeans(step.Input(0), means.AsSpan(0, count));
        for (var i = 0; i < count; i++) factors[i] = 2.0 * step.Gradient.Span[i] / (middle.Count - correction);
        DoubleSums.Scale(middle, step.Input(0).Span, means.AsSpan(0, count), factors.AsSpan(0, count), gx.Span);
        ArrayPool<double>.Shared.Return(means);
        ArrayPool<double>.Shared.Return(factors);
        step.Add(0, gx);
    }

    private void FindMeans(Tensor x, Span<double> means)
    {
        DoubleSums.Sum(middle, x.Span, means);
        foreach (ref var mean in means) mean /= middle.Count;
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 4L * inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The variance of all elements, ∑(x − mean)²/count, a scalar.</summary>
        /// <exception cref="ArgumentException">There are no elements.</exception>
        public Tensor Variance() => Variance(x, new AxisSplit(1, x.Length, 1), [], 0);

        /// <summary>
        /// The variance along one dimension, which disappears, or stays with length 1: ∑(x − mean)²/(count − correction). A correction of 1 gives the unbiased estimate.
        /// </summary>
        /// <exception cref="ArgumentException">The dimension has no more elements than the correction.</exception>
        public Tensor Variance(int axis, bool keepDimension = false, int correction = 0)
        {
            axis = Axis.Resolve(nameof(Variance), x.Shape, axis);
            return Variance(x, AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension), correction);
        }
    }

    private static Tensor Variance(Tensor x, AxisSplit middle, Shape shape, int correction)
    {
        if (correction < 0 || middle.Count <= correction)
            throw new ArgumentException($"Variance: found {middle.Count} elements per mean in shape {x.Shape}, and a correction of {correction}; expected a correction of 0 or more, and more elements than that.", nameof(correction));
        return new Variance(middle, shape, correction).Apply(x);
    }
}
