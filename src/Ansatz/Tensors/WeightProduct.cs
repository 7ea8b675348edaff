namespace Ansatz.Tensors;

/// <summary>
/// The gradient of a layer's weights, xᵀ·u, before anybody has multiplied it out. Of a large one an optimizer forms and uses up a stretch at a time, so
/// that a matrix as large as the weights is neither kept, written nor read.
/// </summary>
/// <remarks>
/// The published contour network's 331,776 × 128 weights: 170 MB less at the peak, and half a gigabyte less to move a step, a twelfth of the time of that
/// layer's backward pass and the optimizer on one core, where they wait for memory least. The compact network's 512 × 3,888: 4 % of its step on two cores.
/// </remarks>
/// <param name="x">[rows…, in].</param>
/// <param name="u">[rows…, out], on the tape that runs backwards.</param>
/// <param name="shape">[in, out].</param>
internal sealed unsafe class WeightProduct(Tensor x, Tensor u, Shape shape)
{
    public Tensor X => x;

    public Tensor U => u;

    public Shape Shape => shape;

    /// <summary>Terms of each sum: rows of x.</summary>
    public int Terms => x.Length / Math.Max(1, shape[0]);

    /// <summary>Whether it is large enough, and can be formed in stretches.</summary>
    public bool IsWorthwhile => TallProduct.SuitsUnformed(shape[0], shape[1], Terms, new Matrix(null, 1, shape[0]));

    /// <summary>Multiplies it out.</summary>
    public Tensor Form()
    {
        var product = Tensor.Allocate(shape, u.Tape);
        int m = shape[0], n = shape[1];
        Gemm.Multiply(m, n, Terms, x.Span, 1, m, u.Span, n, 1, product.Span, n);
        return product;
    }
}
