namespace Ansatz.Tensors;

/// <summary>Repeats dimensions of length 1, and new leading ones, to a given shape. Backward sums over what was repeated.</summary>
internal sealed class BroadcastTo(Shape shape) : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var repeated = Repetitions(inputs[0].Shape);
        ReadOnlySpan<float> x = inputs[0].Span;
        for (var i = repeated.Count - 1; i > 0; i--)
        {
            var (outer, count, inner) = repeated[i];
            var larger = Tensor.Allocate([outer, count, inner], tape);
            repeated[i].Repeat(x, larger.Span);
            x = larger.Span;
        }
        var y = Tensor.Allocate(shape, tape);
        repeated[0].Repeat(x, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var g = step.Gradient;
        foreach (var middle in Repetitions(step.Input(0).Shape))
        {
            var smaller = step.Allocate([middle.Outer, middle.Inner]);
            Reductions.Sum(middle, g.Span, smaller.Span);
            g = smaller;
        }
        step.Add(0, g.View(step.Input(0).Shape));
    }

    // Neighbouring dimensions that are repeated count as one. They are listed from the left, and repeated from the right, so that intermediate
    // copies stay small. Hence outer has x's lengths and inner has y's.
    private List<AxisSplit> Repetitions(Shape x)
    {
        var found = new List<AxisSplit>();
        var leading = shape.Rank - x.Rank;
        int outer = 1, count = 1;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var own = axis < leading ? 1 : x[axis - leading];
            if (own != shape[axis] || own == 1)
            {
                count *= shape[axis];
                if (axis < shape.Rank - 1) continue;
                axis++;
            }
            if (count != 1) found.Add(new AxisSplit(outer, count, shape[axis..].Size));
            outer *= own;
            count = 1;
        }
        return found;
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;

    /// <summary>The tensors, each repeated to the shape to which all broadcast. Those on no tape enter that of the others.</summary>
    internal static Tensor[] CommonShape(ReadOnlySpan<Tensor> tensors)
    {
        var shape = tensors[0].Shape;
        Tape? tape = null;
        foreach (var tensor in tensors) (shape, tape) = (Shape.Broadcast(shape, tensor.Shape), tape ?? tensor.Tape);
        var same = new Tensor[tensors.Length];
        for (var i = 0; i < same.Length; i++) same[i] = tensors[i].BroadcastTo(shape, tape);
        return same;
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The tensor repeated along dimensions of length 1 and new leading ones.</summary>
        public Tensor BroadcastTo(Shape shape)
        {
            if (shape == x.Shape) return x;
            if (x.Rank > shape.Rank || Shape.Broadcast(x.Shape, shape) != shape)
                throw new ArgumentException($"BroadcastTo: {x.Shape} does not broadcast to {shape}; each dimension must be equal or 1.", nameof(shape));
            return shape.Size == x.Length ? x.Reshape(shape) : new BroadcastTo(shape).Apply(x);
        }

        /// <summary>The same, but if this tensor is on no tape, the result lies in the given tape's memory and ends with it.</summary>
        internal Tensor BroadcastTo(Shape shape, Tape? tape) =>
            shape == x.Shape || x.Tape is not null || tape is null ? x.BroadcastTo(shape) : tape.Enter(x).BroadcastTo(shape);
    }
}
