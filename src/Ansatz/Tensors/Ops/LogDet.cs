namespace Ansatz.Tensors;

/// <summary>
/// y = log det A = 2 ∑ᵢ log Lᵢᵢ for symmetric positive-definite A = L·Lᵀ, [batch…, n, n], in double inside, so the determinant itself is never formed.
/// Backward: ∂ log det A/∂A = A⁻ᵀ = A⁻¹ = L⁻ᵀ·L⁻¹. Mike Giles, An extended collection of matrix derivative results (2008), section 2.2.3.
/// </summary>
internal sealed class LogDet : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var shape = inputs[0].Shape;
        var n = shape[^1];
        var y = Tensor.Allocate(shape[..^2], tape);
        var l = new double[n * n];
        for (var m = 0; m < y.Length; m++)
        {
            SmallMatrix.Load(inputs[0].Span.Slice(m * n * n, n * n), l);
            var pivot = SmallMatrix.Cholesky(n, l);
            if (pivot >= 0) throw new ArithmeticException($"LogDet: matrix {m} of {shape} is not positive definite; its leading minor of order {pivot + 1} is not.");
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += DoubleMath.Log(l[i * n + i]);
            y.Span[m] = (float)(2 * sum);
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        var n = gx.Shape[^1];
        double[] l = new double[n * n], inverse = new double[n * n];
        for (var m = 0; m < step.Output.Length; m++)
        {
            SmallMatrix.Load(step.Input(0).Span.Slice(m * n * n, n * n), l);
            SmallMatrix.Cholesky(n, l);
            Array.Clear(inverse);
            for (var i = 0; i < n; i++) inverse[i * n + i] = 1;
            SmallMatrix.SolveLower(n, l, inverse, n);
            SmallMatrix.SolveLowerTransposed(n, l, inverse, n);
            var to = gx.Span.Slice(m * n * n, n * n);
            for (var i = 0; i < to.Length; i++) to[i] = (float)(step.Gradient.Span[m] * inverse[i]);
        }
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => (long)inputs[0].Length * inputs[0].Shape[^1] / 3;
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>log det A, [batch…], for symmetric positive-definite A, [batch…, n, n]. Only A's lower triangle is read; the gradient is symmetric.</summary>
        /// <remarks>For a triangular L, log |det L| is the sum of log |Lᵢᵢ|.</remarks>
        /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
        public Tensor LogDet()
        {
            if (a.Rank < 2 || a.Shape[^1] != a.Shape[^2])
                throw new ArgumentException($"LogDet: {a.Shape} is not a batch of square matrices.", nameof(a));
            return new LogDet().Apply(a);
        }
    }
}
