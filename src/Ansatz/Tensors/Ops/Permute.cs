namespace Ansatz.Tensors;

/// <summary>y[i_{p₀}, i_{p₁}, …] = x[i₀, i₁, …]. Backward is the inverse permutation.</summary>
internal sealed class Permute(int[] order) : Op
{
    public IReadOnlyList<int> Order => order;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var shape = new int[order.Length];
        for (var i = 0; i < order.Length; i++) shape[i] = x.Shape[order[i]];
        var y = Tensor.Allocate(new Shape(shape), tape);
        Transposition.Run(x.Shape, order, x.Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++) inverse[order[i]] = i;
        step.Add(0, new Permute(inverse).Apply(step.Gradient));
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>Dimension i of the result is dimension order[i] of this tensor.</summary>
        public Tensor Permute(params ReadOnlySpan<int> order)
        {
            var axes = order.ToArray();
            if (!axes.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
                throw new ArgumentException($"Permute: [{string.Join(", ", axes)}] is not an order of the {x.Rank} dimensions of {x.Shape}.", nameof(order));
            return new Permute(axes).Apply(x);
        }

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor Transpose() => x.Rank >= 2
            ? x.Permute([.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2])
            : throw new ArgumentException($"Transpose: {x.Shape} has no two dimensions to exchange.", nameof(x));
    }
}
