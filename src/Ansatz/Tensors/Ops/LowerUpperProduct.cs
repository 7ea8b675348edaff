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
        var product = Tensor.Allocate(inputs[0].Shape, tape);
        Multiply(inputs[0].Span, inputs[0].Shape[1], product.Span);
        return product;
    }

    public override void Backward(in BackwardStep step)
    {
        var gradient = step.Allocate(step.Input(0).Shape);
        Gradient(step.Input(0).Span, step.Gradient.Span, step.Input(0).Shape[1], gradient.Span);
        step.Add(0, gradient);
    }

    /// <summary>to = (L·U)ᵀ.</summary>
    public static void Multiply(ReadOnlySpan<float> a, int n, Span<float> to)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                // L[i, i] = 1.
                var sum = i <= j ? a[i * n + j] : 0;
                for (var k = 0; k < Math.Min(i, j + 1); k++) sum = MathF.FusedMultiplyAdd(a[i * n + k], a[k * n + j], sum);
                to[j * n + i] = sum;
            }
    }

    /// <summary>The gradient of both factors, given that of the product.</summary>
    public static void Gradient(ReadOnlySpan<float> a, ReadOnlySpan<float> g, int n, Span<float> to)
    {
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
