namespace Ansatz.Tensors;

/// <summary>Tensors one after the other along a dimension. Backward splits the gradient at the same positions.</summary>
internal sealed class Concat(int axis) : Op
{
    public int Axis => axis;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var shape = inputs[0].Shape;
        var (outer, _, inner) = AxisSplit.Of(shape, axis);
        var total = 0L;
        foreach (var x in inputs) total += x.Shape[axis];
        if (total > Tensor.MostElements) throw new ArgumentException($"Concat: {inputs.Length} tensors, the first of shape {shape}, have {total} positions along dimension {axis}; expected at most {Tensor.MostElements}.", nameof(inputs));
        var count = (int)total;
        var y = Tensor.Allocate([.. shape.Dimensions[..axis], count, .. shape.Dimensions[(axis + 1)..]], tape);
        var start = 0;
        foreach (var x in inputs)
        {
            var length = x.Shape[axis] * inner;
            Blocks.Copy(outer, length, x.Span, length, y.Length == 0 ? default : y.Span[start..], count * inner);
            start += length;
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var start = 0;
        for (var i = 0; i < step.InputCount; i++)
        {
            var length = step.Input(i).Shape[axis];
            if (step.Needs(i)) step.Add(i, step.Gradient.Slice(axis, start, length));
            start += length;
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor)
    {
        /// <summary>Tensors one after the other along a dimension; the other dimensions are equal.</summary>
        public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            if (tensors.Length == 0) throw new ArgumentException("Concat: no tensors were given.", nameof(tensors));
            var first = tensors[0].Shape;
            axis = Axis.Resolve(nameof(Concat), first, axis);
            foreach (var t in tensors)
                if (t.Rank != first.Rank || t.Shape[..axis] != first[..axis] || t.Shape[(axis + 1)..] != first[(axis + 1)..])
                    throw new ArgumentException($"Concat: shapes {first} and {t.Shape} differ outside dimension {axis}.", nameof(tensors));
            return tensors.Length == 1 ? tensors[0] : new Concat(axis).Apply(tensors);
        }
    }
}
