using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// y[o] = log ∑ₙ e^{x[o, n]} along the last dimension, as m + log ∑ e^{x − m} with m the largest, which cannot overflow.
/// Backward: gₙ = g·e^{xₙ − y}, the softmax.
/// </summary>
/// <remarks>Lane i sums elements i, i + 16, …, and the lanes are added in the fixed tree. If all elements of a row are −∞, the result is −∞ and the gradient 0.</remarks>
internal sealed class LogSumExp : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var y = Tensor.Allocate(x.Shape[..^1], tape);
        var count = x.Shape[^1];
        Span<float> to = y.Span;
        Span<float> sums = stackalloc float[Lanes.Count], largest = stackalloc float[Lanes.Count];
        // The logarithms of sixteen rows are computed at once.
        for (var start = 0; start < to.Length; start += Lanes.Count)
        {
            var rows = Math.Min(Lanes.Count, to.Length - start);
            sums.Fill(1);
            largest.Clear();
            for (var r = 0; r < rows; r++)
            {
                ReadOnlySpan<float> row = x.Span.Slice((start + r) * count, count);
                largest[r] = Largest(row);
                sums[r] = float.IsInfinity(largest[r]) ? 1 : SumOfExponentials(row, largest[r]);
            }
            Lanes.Store(Lanes.Load(largest) + VectorMath.Log(Lanes.Load(sums)), to.Slice(start, rows));
        }
        return y;
    }

    private static float Largest(ReadOnlySpan<float> row)
    {
        var largest = float.NegativeInfinity;
        foreach (var x in row)
            if (x > largest || float.IsNaN(x)) largest = x; // a NaN stays, because no comparison with it is true
        return largest;
    }

    private static float SumOfExponentials(ReadOnlySpan<float> row, float largest)
    {
        var sum = Vector512<float>.Zero;
        var m = Vector512.Create(largest);
        for (var i = 0; i < row.Length; i += Lanes.Count)
        {
            var e = VectorMath.Exp(Lanes.Load(row[i..]) - m);
            if (row.Length - i < Lanes.Count) e = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<float>.Indices, Vector512.Create((float)(row.Length - i))), e, Vector512<float>.Zero);
            sum += e;
        }
        return Lanes.Fold(sum);
    }

    public override void Backward(in BackwardStep step)
    {
        var x = step.Input(0);
        var gx = step.Allocate(x.Shape);
        var count = x.Shape[^1];
        ReadOnlySpan<float> y = step.Output.Span, g = step.Gradient.Span;
        for (var r = 0; r < y.Length; r++)
        {
            ReadOnlySpan<float> row = x.Span.Slice(r * count, count);
            var to = gx.Span.Slice(r * count, count);
            if (float.IsNegativeInfinity(y[r])) to.Clear();
            else
                for (var i = 0; i < count; i += Lanes.Count)
                    Lanes.Store(Vector512.Create(g[r]) * VectorMath.Exp(Lanes.Load(row[i..]) - Vector512.Create(y[r])), to[i..]);
        }
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 3L * inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>log ∑ eˣ over one dimension, which disappears, or stays with length 1.</summary>
        public Tensor LogSumExp(int axis = -1, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(LogSumExp), x.Shape, axis);
            if (x.Shape[axis] == 0) throw new ArgumentException($"LogSumExp: dimension {axis} of {x.Shape} has no elements.", nameof(axis));
            var rows = axis == x.Rank - 1 ? x : x.Permute([.. Enumerable.Range(0, x.Rank).Where(a => a != axis), axis]);
            return new LogSumExp().Apply(rows).Reshape(Axis.Without(x.Shape, axis, keepDimension));
        }
    }
}
