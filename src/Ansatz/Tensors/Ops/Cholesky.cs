namespace Ansatz.Tensors;

/// <summary>
/// A = L·Lᵀ for symmetric positive-definite A, [batch…, n, n], in double inside.
/// </summary>
/// <remarks>
/// Backward, with P = Φ(Lᵀ·G) where Φ keeps the lower triangle and halves the diagonal: gA = ½(S + Sᵀ), S = L⁻ᵀ·P·L⁻¹.
/// Iain Murray, Differentiation of the Cholesky decomposition (2016), section 3.
/// </remarks>
internal sealed class Cholesky : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var shape = inputs[0].Shape;
        var n = shape[^1];
        var y = Tensor.Allocate(shape, tape);
        var l = new double[n * n];
        for (var start = 0; start < y.Length; start += n * n)
        {
            SmallMatrix.Load(inputs[0].Span.Slice(start, n * n), l);
            var pivot = SmallMatrix.Cholesky(n, l);
            if (pivot >= 0)
                throw new ArithmeticException($"Cholesky: matrix {start / (n * n)} of {shape} is not positive definite; its leading minor of order {pivot + 1} is not.");
            SmallMatrix.Store(l, y.Span.Slice(start, n * n));
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var n = step.Output.Shape[^1];
        var gx = step.Allocate(step.Output.Shape);
        double[] l = new double[n * n], g = new double[n * n], p = new double[n * n];
        for (var start = 0; start < gx.Length; start += n * n)
        {
            SmallMatrix.Load(step.Output.Span.Slice(start, n * n), l);
            SmallMatrix.Load(step.Gradient.Span.Slice(start, n * n), g);
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                {
                    var sum = 0.0;
                    for (var k = i; k < n; k++) sum = Math.FusedMultiplyAdd(l[k * n + i], k >= j ? g[k * n + j] : 0, sum);
                    p[i * n + j] = i > j ? sum : i == j ? sum / 2 : 0;
                }
            // S = L⁻ᵀ·P·L⁻¹: solve from the left, then from the right through the transpose.
            SmallMatrix.SolveLowerTransposed(n, l, p, n);
            SmallMatrix.TransposeSquare(n, p);
            SmallMatrix.SolveLowerTransposed(n, l, p, n);
            Span<float> to = gx.Span.Slice(start, n * n);
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) to[i * n + j] = (float)((p[i * n + j] + p[j * n + i]) / 2);
        }
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => (long)output.Length * output.Shape[^1] / 3;
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>The lower triangular L with L·Lᵀ = A, for symmetric positive-definite A, [batch…, n, n]. Only A's lower triangle is read.</summary>
        /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
        public Tensor Cholesky()
        {
            if (a.Rank < 2 || a.Shape[^1] != a.Shape[^2])
                throw new ArgumentException($"Cholesky: {a.Shape} is not a batch of square matrices.", nameof(a));
            return new Cholesky().Apply(a);
        }
    }
}
