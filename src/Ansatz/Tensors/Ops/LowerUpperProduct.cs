namespace Ansatz.Tensors;

/// <summary>(L·U)ᵀ of a matrix [n, n] that holds U on and above its diagonal and L, whose own diagonal is 1, below it: the factor by which rows are multiplied.</summary>
/// <remarks>
/// Backward, with H = gᵀ: ∂L = H·Uᵀ below the diagonal, and ∂U = Lᵀ·H on and above it. For small matrices: two products with the factors take four times as long.
/// </remarks>
internal sealed class LowerUpperProduct : Op
{
    /// <summary>The largest n for which these loops are faster than products of whole matrices.</summary>
    public const int Largest = 32;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var a = inputs[0].Span;
        var n = inputs[0].Shape[1];
        var product = Tensor.Allocate(inputs[0].Shape, tape);
        var to = product.Span;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                // L[i, i] = 1.
                var sum = i <= j ? a[i * n + j] : 0;
                for (var k = 0; k < Math.Min(i, j + 1); k++) sum = MathF.FusedMultiplyAdd(a[i * n + k], a[k * n + j], sum);
                to[j * n + i] = sum;
            }
        return product;
    }

    public override void Backward(in BackwardStep step)
    {
        ReadOnlySpan<float> a = step.Input(0).Span, g = step.Gradient.Span;
        var n = step.Input(0).Shape[1];
        var gradient = step.Allocate(step.Input(0).Shape);
        var to = gradient.Span;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                float sum;
                if (i > j)
                {
                    sum = 0;
                    for (var k = j; k < n; k++) sum = MathF.FusedMultiplyAdd(g[k * n + i], a[j * n + k], sum);
                }
                else
                {
                    sum = g[j * n + i];
                    for (var k = i + 1; k < n; k++) sum = MathF.FusedMultiplyAdd(a[k * n + i], g[j * n + k], sum);
                }
                to[i * n + j] = sum;
            }
        step.Add(0, gradient);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>(L·U)ᵀ of a matrix that holds both factors.</summary>
        internal Tensor LowerUpperProduct() => new LowerUpperProduct().Apply(x);
    }
}
