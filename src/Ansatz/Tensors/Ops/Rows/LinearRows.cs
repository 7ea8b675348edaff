using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// y = P·L·U·x, or its inverse, for a matrix [n, n] that holds U above its diagonal, L below it, and the logarithms d of U's diagonal on it. The log-determinant is ∑ᵢ dᵢ, or its negative.
/// </summary>
/// <remarks>
/// With W the matrix for which y = x·W, gx = g·Wᵀ and gW = xᵀ·g. If W is the inverse of M, gM = −yᵀ·gx. The gradient of the product gives those of L and U; see <see cref="LowerUpperProduct"/>.
/// </remarks>
internal sealed unsafe class LinearRows : RowStep
{
    private readonly Tensor weight;
    private readonly int[] order;
    private readonly int n, stride;
    private readonly bool isInverse;

    // The factors with e^d on the diagonal, and W, whose rows are padded with zeros to whole vectors.
    private readonly float[] factors;
    private readonly double[] matrix;
    private readonly double logDet;

    /// <param name="weight">[n, n].</param>
    /// <param name="order">P: element i of P·x is element orderᵢ of x.</param>
    /// <param name="isInverse">Whether to solve for x.</param>
    public LinearRows(Tensor weight, int[] order, bool isInverse)
    {
        (this.weight, this.order, this.isInverse, n) = (weight, order, isInverse, order.Length);
        stride = (n + WideLanes.Count - 1) & -WideLanes.Count;
        double[] wide = [.. weight.Span];
        for (var i = 0; i < n; i++)
        {
            ref var d = ref wide[i * (n + 1)];
            logDet += isInverse ? -d : d;
            d = DoubleMath.Exp(d);
        }
        factors = Array.ConvertAll(wide, v => (float)v);
        matrix = new double[n * stride];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (!isInverse) matrix[i * stride + j] = Product(wide, order[j], i);
        if (isInverse) Invert(wide);
    }

    public override IReadOnlyList<Tensor> Parameters => [weight];

    // That of the product, and the sum of that of the log-determinants.
    public override nint GradientLength => NarrowNetwork.Aligned(n * n + 1);

    public override nint PreparedLength => NarrowNetwork.Aligned(n * n);

    public override long MultiplyAdds => n * n;

    // Wᵀ.
    public override void Prepare(float* memory)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) memory[j * n + i] = (float)matrix[i * stride + j];
    }

    public override void Forward(in RowBlock rows)
    {
        fixed (double* w = matrix)
            for (var row = 0; row < rows.Count; row++)
            {
                double* x = rows.X + (nint)row * n, y = rows.Y + (nint)row * n;
                for (var j = 0; j < n; j += WideLanes.Count)
                {
                    var sum = Vector512<double>.Zero;
                    for (var k = 0; k < n; k++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), Vector512.Load(w + k * stride + j), sum);
                    WideLanes.Store(sum, y + j, n - j);
                }
                rows.LogDet[row] += logDet;
            }
    }

    public override void Backward(in RowBlock rows)
    {
        var count = rows.Count * n;
        float* g = Scratch.Floats(ScratchUse.RowStep, 2 * (nint)count), values = g + count, sums = rows.ParameterGradients;
        if (rows.NeedsInput || isInverse) Gemm.MultiplyByOneThread(rows.Count, n, n, new Matrix(rows.Gradient, n, 1), new Matrix(rows.Prepared, n, 1), g, n);
        for (var i = 0; i < count; i++) values[i] = (float)(isInverse ? -rows.Y[i] : rows.X[i]);
        Gemm.MultiplyByOneThread(n, n, rows.Count, new Matrix(values, 1, n), new Matrix(isInverse ? g : rows.Gradient, n, 1), sums, n);
        var sum = 0f;
        for (var row = 0; row < rows.Count; row++) sum += rows.LogDetGradient[row];
        new Span<float>(sums + n * n, (int)GradientLength - n * n).Fill(isInverse ? -sum : sum);
        if (rows.NeedsInput) new ReadOnlySpan<float>(g, count).CopyTo(new Span<float>(rows.Gradient, count));
    }

    public override void AddGradients(in BackwardStep step, int first, float* sums)
    {
        if (!step.Needs(first)) return;
        // W of the forward direction is (L·U)ᵀ with its columns in another order.
        Span<float> ofProduct = new float[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) ofProduct[i * n + order[j]] = sums[i * n + j];
        var gradient = step.Allocate(weight.Shape);
        LowerUpperProduct.Gradient(factors, ofProduct, n, gradient.Span);
        for (var i = 0; i < n * n; i += n + 1) gradient.Span[i] = MathF.FusedMultiplyAdd(gradient.Span[i], factors[i], sums[n * n]);
        step.Add(first, gradient);
    }

    // (L·U)[i, j].
    private double Product(double[] a, int i, int j)
    {
        var sum = i <= j ? a[i * n + j] : 0;
        for (var k = 0; k < Math.Min(i, j + 1); k++) sum += a[i * n + k] * a[k * n + j];
        return sum;
    }

    // Column c of the inverse solves L·U·x = e_c.
    private void Invert(double[] a)
    {
        var x = new double[n];
        for (var c = 0; c < n; c++)
        {
            for (var i = 0; i < n; i++)
            {
                x[i] = i == c ? 1 : 0;
                for (var k = 0; k < i; k++) x[i] -= a[i * n + k] * x[k];
            }
            for (var i = n - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < n; k++) x[i] -= a[i * n + k] * x[k];
                x[i] /= a[i * (n + 1)];
            }
            var row = Array.IndexOf(order, c);
            for (var i = 0; i < n; i++) matrix[row * stride + i] = x[i];
        }
    }
}
