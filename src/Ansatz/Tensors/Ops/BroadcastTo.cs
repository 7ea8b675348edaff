namespace Ansatz.Tensors;

/// <summary>Repeats dimensions of length 1, and new leading ones, to a given shape. Backward sums over what was repeated.</summary>
internal sealed class BroadcastTo(Shape shape) : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var y = Tensor.Allocate(shape, tape);
        int[] padded = [.. Enumerable.Repeat(1, shape.Rank - x.Rank), .. x.Shape];
        Fill(x.Span, padded, y.Span, shape.Dimensions);
        return y;
    }

    // The longest common tail is one block; it is written once, and then whatever has been written is doubled until it is enough.
    private static void Fill(ReadOnlySpan<float> x, ReadOnlySpan<int> from, Span<float> y, ReadOnlySpan<int> to)
    {
        if (from.SequenceEqual(to))
        {
            x.CopyTo(y);
            return;
        }
        var inner = y.Length / Math.Max(1, to[0]);
        if (from[0] == to[0])
        {
            var step = x.Length / Math.Max(1, from[0]);
            if (inner > 0 && step == 1)
                for (var i = 0; i < to[0]; i++) y.Slice(i * inner, inner).Fill(x[i]);
            else
                for (var i = 0; i < to[0]; i++) Fill(x.Slice(i * step, step), from[1..], y.Slice(i * inner, inner), to[1..]);
            return;
        }
        if (y.IsEmpty) return;
        Fill(x, from[1..], y[..inner], to[1..]);
        for (var done = inner; done < y.Length; done *= 2)
            y[..Math.Min(done, y.Length - done)].CopyTo(y[done..]);
    }

    public override void Backward(in BackwardStep step)
    {
        var target = step.Input(0).Shape;
        var g = step.Gradient;
        if (g.Rank > target.Rank)
        {
            var leading = g.Rank - target.Rank;
            g = g.Reshape([g.Shape[..leading].Size, .. g.Shape.Dimensions[leading..]]).Sum(0);
        }
        for (var axis = 0; axis < target.Rank; axis++)
            if (target[axis] == 1 && g.Shape[axis] != 1) g = g.Sum(axis, keepDimension: true);
        step.Add(0, g);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static class BroadcastToExtensions
{
    extension(Tensor x)
    {
        /// <summary>The tensor repeated along dimensions of length 1 and new leading ones.</summary>
        public Tensor BroadcastTo(Shape shape)
        {
            if (shape == x.Shape) return x;
            if (x.Rank > shape.Rank || Shape.Broadcast(x.Shape, shape) != shape)
                throw new ArgumentException($"BroadcastTo: {x.Shape} does not broadcast to {shape}; each dimension must be equal or 1.");
            return new BroadcastTo(shape).Apply(x);
        }
    }
}
