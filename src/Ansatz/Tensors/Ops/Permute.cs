namespace Ansatz.Tensors;

/// <summary>y[i_{p₀}, i_{p₁}, …] = x[i₀, i₁, …]. Backward is the inverse permutation.</summary>
internal sealed class Permute(int[] order) : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var y = Tensor.Allocate(new Shape([.. order.Select(a => x.Shape[a])]), tape);
        Copy(x, y, order);
        return y;
    }

    private static void Copy(Tensor x, Tensor y, int[] order)
    {
        Span<int> strides = stackalloc int[order.Length], index = stackalloc int[order.Length];
        for (int axis = order.Length - 1, stride = 1; axis >= 0; stride *= x.Shape[axis--])
            strides[Array.IndexOf(order, axis)] = stride;
        index.Clear();
        ReadOnlySpan<float> from = x.Span;
        Span<float> to = y.Span;
        for (int i = 0, offset = 0; i < to.Length; i++)
        {
            to[i] = from[offset];
            // Count up: the last index first, carrying into the one before it.
            for (var axis = order.Length - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < y.Shape[axis]) break;
                offset -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
    }

    public override void Backward(in BackwardStep step)
    {
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++) inverse[order[i]] = i;
        step.Add(0, new Permute(inverse).Apply(step.Gradient));
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static class PermuteExtensions
{
    extension(Tensor x)
    {
        /// <summary>Dimension i of the result is dimension order[i] of this tensor.</summary>
        public Tensor Permute(params int[] order)
        {
            if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
                throw new ArgumentException($"Permute: [{string.Join(", ", order)}] is not an order of the {x.Rank} dimensions of {x.Shape}.");
            return new Permute(order).Apply(x);
        }

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor Transpose() => x.Permute([.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]);
    }
}
