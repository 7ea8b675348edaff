namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor)
    {
        /// <summary>Tensors of one shape along a new dimension: k tensors [a, b] on axis 0 give [k, a, b], on axis −1 [a, b, k].</summary>
        public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            if (tensors.Length == 0) throw new ArgumentException("Stack: no tensors were given.", nameof(tensors));
            var shape = tensors[0].Shape;
            var place = axis < 0 ? axis + shape.Rank + 1 : axis;
            if (place < 0 || place > shape.Rank) throw new ArgumentException($"Stack: axis {axis} has no place beside shape {shape}; expected {-shape.Rank - 1} to {shape.Rank}.", nameof(axis));
            var parts = new Tensor[tensors.Length];
            for (var i = 0; i < parts.Length; i++)
                parts[i] = tensors[i].Shape == shape
                    ? tensors[i].Reshape(shape[..place].Concat([1]).Concat(shape[place..]))
                    : throw new ArgumentException($"Stack: tensor {i} has shape {tensors[i].Shape}; expected {shape}, as the first.", nameof(tensors));
            return Tensor.Concat(place, parts);
        }
    }
}
