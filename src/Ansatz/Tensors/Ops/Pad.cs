namespace Ansatz.Tensors;

/// <summary>A value before and after the elements along one dimension. Backward keeps what belongs to the elements.</summary>
internal sealed class Pad(int axis, int before, int after, float value) : Op
{
    public int Axis => axis;

    public int Before => before;

    public int After => after;

    public float Value => value;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var shape = inputs[0].Shape;
        var (outer, count, inner) = AxisSplit.Of(shape, axis);
        var longer = before + count + after;
        var y = Tensor.Allocate([.. shape.Dimensions[..axis], longer, .. shape.Dimensions[(axis + 1)..]], tape);
        y.Span.Fill(value);
        if (inputs[0].Length > 0) Blocks.Copy(outer, count * inner, inputs[0].Span, count * inner, y.Span[(before * inner)..], longer * inner);
        return y;
    }

    public override void Backward(in BackwardStep step) => step.Add(0, step.Gradient.Slice(axis, before, step.Input(0).Shape[axis]));

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The elements along one dimension with a value <paramref name="before"/> times before and <paramref name="after"/> times after them.</summary>
        public Tensor Pad(int axis, int before, int after, float value = 0)
        {
            axis = Axis.Resolve(nameof(Pad), x.Shape, axis);
            if (before < 0 || after < 0) throw new ArgumentException($"Pad: found {before} before and {after} after; expected 0 or more.", before < 0 ? nameof(before) : nameof(after));
            if ((long)before + after + x.Shape[axis] > Tensor.MostElements)
                throw new ArgumentException($"Pad: {before} before and {after} after dimension {axis} of {x.Shape} are too many; expected at most {Tensor.MostElements} positions.", nameof(before));
            return before + after == 0 ? x : new Pad(axis, before, after, value).Apply(x);
        }
    }
}
