namespace Ansatz.Tensors;

/// <summary>
/// y = leaky(x·W + b), x [rows…, in], W [in, out], b [out]: matrix product, bias and leaky rectifier (slope 1 means none) in one pass over y.
/// </summary>
/// <remarks>Backward, with u = g·leaky′ found from the sign of y: gx = u·Wᵀ, gW = xᵀ·u, gb = ∑u over rows.</remarks>
internal sealed class Linear(float negativeSlope) : Op
{
    public float NegativeSlope => negativeSlope;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor x = inputs[0], w = inputs[1];
        int n = w.Shape[1], k = w.Shape[0], m = x.Shape[..^1].Size;
        var y = Tensor.Allocate([.. x.Shape.Dimensions[..^1], n], tape);
        ReadOnlySpan<float> bias = inputs.Length > 2 ? inputs[2].Span : default;
        Gemm.Multiply(m, n, k, x.Span, k, 1, w.Span, n, 1, y.Span, n, bias: bias, negativeSlope: negativeSlope);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), w = step.Input(1);
        int n = w.Shape[1], k = w.Shape[0], m = x.Shape[..^1].Size;
        var u = Rectified.Backward(step, negativeSlope);
        if (step.Needs(0))
        {
            var gx = step.Allocate(x.Shape);
            Gemm.Multiply(m, k, n, u.Span, n, 1, w.Span, 1, n, gx.Span, k);
            step.Add(0, gx);
        }
        if (step.Needs(1)) step.AddProduct(1, x, u);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * output.Length * inputs[1].Shape[0];
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>leaky(x·W + b): x [rows…, in], W [in, out], b [out] or null; a slope of 1 means no rectifier, 0 means ReLU.</summary>
        public Tensor Linear(Tensor weight, Tensor? bias = null, float negativeSlope = 1)
        {
            if (weight.Rank != 2 || x.Rank < 1 || x.Shape[^1] != weight.Shape[0])
                throw new ArgumentException($"Linear: x {x.Shape} and weight {weight.Shape} are not [rows…, in] and [in, out].", nameof(weight));
            if (bias is not null && bias.Shape != [weight.Shape[1]])
                throw new ArgumentException($"Linear: the bias has shape {bias.Shape}, expected [{weight.Shape[1]}].", nameof(bias));
            var op = new Linear(negativeSlope);
            return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
        }
    }
}
