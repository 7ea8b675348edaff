namespace Ansatz.Tensors;

/// <summary>C = A·B on the last two dimensions, [batch…, m, k]·[batch…, k, n], equal batches.</summary>
/// <remarks>Backward: gA = G·Bᵀ, gB = Aᵀ·G.</remarks>
internal sealed class MatMul : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor a = inputs[0], b = inputs[1];
        int m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        var y = Tensor.Allocate([.. a.Shape.Dimensions[..^1], n], tape);
        Span<float> sa = a.Span, sb = b.Span, sy = y.Span;
        var count = a.Shape[..^2].Size;
        for (var i = 0; i < count; i++)
            Gemm.Multiply(m, n, k, sa.Slice(i * m * k, m * k), k, 1, sb.Slice(i * k * n, k * n), n, 1, sy.Slice(i * m * n, m * n), n);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor a = step.Input(0), b = step.Input(1);
        int m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        var count = a.Shape[..^2].Size;
        Span<float> sa = a.Span, sb = b.Span, sg = step.Gradient.Span;
        if (step.Needs(0))
        {
            var ga = step.Allocate(a.Shape);
            var to = ga.Span;
            for (var i = 0; i < count; i++)
                Gemm.Multiply(m, k, n, sg.Slice(i * m * n, m * n), n, 1, sb.Slice(i * k * n, k * n), 1, n, to.Slice(i * m * k, m * k), k);
            step.Add(0, ga);
        }
        if (step.Needs(1))
        {
            var gb = step.Allocate(b.Shape);
            var to = gb.Span;
            for (var i = 0; i < count; i++)
                Gemm.Multiply(k, n, m, sa.Slice(i * m * k, m * k), 1, k, sg.Slice(i * m * n, m * n), n, 1, to.Slice(i * k * n, k * n), n);
            step.Add(1, gb);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * output.Length * inputs[0].Shape[^1];
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>A·B on the last two dimensions; batch dimensions broadcast.</summary>
        public Tensor MatMul(Tensor b)
        {
            if (a.Rank < 2 || b.Rank < 2 || a.Shape[^1] != b.Shape[^2])
                throw new ArgumentException($"MatMul: {a.Shape} and {b.Shape} are not [batch…, m, k] and [batch…, k, n].", nameof(b));
            if (b.Rank == 2 && a.Rank > 2) return a.Linear(b); // one matrix for all batches: one product without copies of the matrix
            var batch = Shape.Broadcast(a.Shape[..^2], b.Shape[..^2]);
            return new MatMul().Apply(a.BroadcastTo(batch.Concat(a.Shape[^2..])), b.BroadcastTo(batch.Concat(b.Shape[^2..])));
        }
    }
}
