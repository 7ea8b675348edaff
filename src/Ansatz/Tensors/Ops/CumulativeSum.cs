namespace Ansatz.Tensors;

/// <summary>y[o, n, i] = x[o, 0, i] + … + x[o, n, i]. Backward is the same sum of the gradient, from the last position to the first.</summary>
internal sealed unsafe class CumulativeSum(AxisSplit middle) : Op
{
    public AxisSplit Split => middle;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        fixed (float* from = inputs[0].Span, to = y.Span)
            Pieces.For(middle.Outer, middle.Count * middle.Inner, new Scan(middle.Count, middle.Inner, from, to, 0, 1));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Output.Shape);
        fixed (float* from = step.Gradient.Span, to = gx.Span)
            Pieces.For(middle.Outer, middle.Count * middle.Inner, new Scan(middle.Count, middle.Inner, from, to, middle.Count - 1, -1));
        step.Add(0, gx);
    }

    /// <summary>Adds elements one after the other, from a first position in steps of ±1.</summary>
    private readonly struct Scan(int count, int inner, float* from, float* to, int first, int direction) : IParallelBody
    {
        public void Invoke(int index)
        {
            for (var i = 0; i < inner; i++)
            {
                var at = ((long)index * count + first) * inner + i;
                var sum = 0f;
                for (var n = 0; n < count; n++, at += direction * inner) to[at] = sum += from[at];
            }
        }
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The sums of the first 1, 2, 3, … elements along a dimension.</summary>
        public Tensor CumulativeSum(int axis = -1) =>
            new CumulativeSum(AxisSplit.Of(x.Shape, Axis.Resolve(nameof(CumulativeSum), x.Shape, axis))).Apply(x);
    }
}
