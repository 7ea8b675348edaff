namespace Ansatz.Tensors;

/// <summary>
/// X = L⁻¹·B, or L⁻ᵀ·B, for lower triangular L [batch…, n, n] and B [batch…, n, k], in double inside.
/// </summary>
/// <remarks>
/// Backward of L⁻¹·B: gB = L⁻ᵀ·G, gL = −tril(gB·Xᵀ); of L⁻ᵀ·B: gB = L⁻¹·G, gL = −tril(X·gBᵀ).
/// Mike Giles, An extended collection of matrix derivative results (2008), section 2.3.1.
/// </remarks>
internal sealed class TriangularSolve(bool transposed) : Op
{
    public bool IsTransposed => transposed;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = Tensor.Allocate(inputs[1].Shape, tape);
        Solve(inputs[0], inputs[1], x, transposed);
        return x;
    }

    private static void Solve(Tensor l, Tensor b, Tensor x, bool transposed)
    {
        int n = b.Shape[^2], columns = b.Shape[^1], matrices = b.Shape[..^2].Size;
        double[] factor = new double[n * n], right = new double[n * columns];
        for (var m = 0; m < matrices; m++)
        {
            SmallMatrix.Load(l.Span.Slice(m * n * n, n * n), factor);
            SmallMatrix.Load(b.Span.Slice(m * n * columns, n * columns), right);
            if (transposed) SmallMatrix.SolveLowerTransposed(n, factor, right, columns);
            else SmallMatrix.SolveLower(n, factor, right, columns);
            SmallMatrix.Store(right, x.Span.Slice(m * n * columns, n * columns));
        }
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor l = step.Input(0), x = step.Output;
        var gb = step.Allocate(x.Shape);
        Solve(l, step.Gradient, gb, !transposed);
        if (step.Needs(0))
        {
            int n = x.Shape[^2], columns = x.Shape[^1], matrices = x.Shape[..^2].Size;
            var gl = step.Allocate(l.Shape);
            Span<float> to = gl.Span;
            ReadOnlySpan<float> left = transposed ? x.Span : gb.Span, right = transposed ? gb.Span : x.Span;
            to.Clear();
            for (var m = 0; m < matrices; m++)
                for (var i = 0; i < n; i++)
                    for (var j = 0; j <= i; j++)
                    {
                        var sum = 0.0;
                        for (var c = 0; c < columns; c++)
                            sum = Math.FusedMultiplyAdd(left[(m * n + i) * columns + c], right[(m * n + j) * columns + c], sum);
                        to[(m * n + i) * n + j] = (float)-sum;
                    }
            step.Add(0, gl);
        }
        step.Add(1, gb);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => (long)output.Length * output.Shape[^2];
}

public static partial class TensorOps
{
    extension(Tensor l)
    {
        /// <summary>
        /// L⁻¹·B, or L⁻ᵀ·B, for this lower triangular L [batch…, n, n] and B [batch…, n, k]; batch dimensions broadcast, and what stands above L's diagonal is not read.
        /// </summary>
        public Tensor TriangularSolve(Tensor b, bool transposed = false)
        {
            if (l.Rank < 2 || b.Rank < 2 || l.Shape[^1] != l.Shape[^2] || l.Shape[^1] != b.Shape[^2])
                throw new ArgumentException($"TriangularSolve: {l.Shape} and {b.Shape} are not [batch…, n, n] and [batch…, n, k].", nameof(b));
            var batch = Shape.Broadcast(l.Shape[..^2], b.Shape[..^2]);
            return new TriangularSolve(transposed).Apply(l.BroadcastTo(batch.Concat(l.Shape[^2..])), b.BroadcastTo(batch.Concat(b.Shape[^2..])));
        }
    }
}
