namespace Ansatz.Tensors;

/// <summary>C = A·B on the last two dimensions, [batch…, m, k]·[batch…, k, n], equal batches.</summary>
/// <remarks>Backward: gA = G·Bᵀ, gB = Aᵀ·G.</remarks>
internal sealed unsafe class MatMul : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor a = inputs[0], b = inputs[1];
        int m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        var y = Tensor.Allocate([.. a.Shape.Dimensions[..^1], n], tape);
        fixed (float* pa = a.Span, pb = b.Span, py = y.Span)
            for (var i = 0; i < a.Shape[..^2].Size; i++)
                Gemm.Multiply(m, n, k, pa + i * m * k, k, 1, pb + i * k * n, n, 1, py + i * m * n, n);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor a = step.Input(0), b = step.Input(1);
        int m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        var count = a.Shape[..^2].Size;
        fixed (float* pa = a.Span, pb = b.Span, pg = step.Gradient.Span)
        {
            if (step.Needs(0))
            {
                var ga = step.Allocate(a.Shape);
                fixed (float* p = ga.Span)
                    for (var i = 0; i < count; i++) Gemm.Multiply(m, k, n, pg + i * m * n, n, 1, pb + i * k * n, 1, n, p + i * m * k, k);
                step.Add(0, ga);
            }
            if (step.Needs(1))
            {
                var gb = step.Allocate(b.Shape);
                fixed (float* p = gb.Span)
                    for (var i = 0; i < count; i++) Gemm.Multiply(k, n, m, pa + i * m * k, 1, k, pg + i * m * n, n, 1, p + i * k * n, n);
                step.Add(1, gb);
            }
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * output.Length * inputs[0].Shape[^1];
}

public static class MatMulExtensions
{
    extension(Tensor a)
    {
        /// <summary>A·B on the last two dimensions; batch dimensions broadcast.</summary>
        public Tensor MatMul(Tensor b)
        {
            if (a.Rank < 2 || b.Rank < 2 || a.Shape[^1] != b.Shape[^2])
                throw new ArgumentException($"MatMul: {a.Shape} and {b.Shape} are not [batch…, m, k] and [batch…, k, n].");
            if (b.Rank == 2 && a.Rank > 2) return a.Linear(b); // one matrix for all rows: one product, and no copies of it
            var batch = Shape.Broadcast(a.Shape[..^2], b.Shape[..^2]);
            return new MatMul().Apply(a.BroadcastTo(batch.Concat(a.Shape[^2..])), b.BroadcastTo(batch.Concat(b.Shape[^2..])));
        }
    }
}
