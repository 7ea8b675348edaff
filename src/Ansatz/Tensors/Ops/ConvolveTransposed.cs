namespace Ansatz.Tensors;

/// <summary>
/// The adjoint of a convolution, as a layer: x [N, H, W, Cin], w [kh, kw, Cout, Cin]. Every input pixel adds its multiple of the kernel to the larger output,
/// at positions that are a stride apart. Then bias and a leaky rectifier follow (slope 1 means none).
/// </summary>
/// <remarks>Its forward pass is the input gradient of a convolution, and its input gradient is a convolution, so both ops use the same three kernels.</remarks>
internal sealed class ConvolveTransposed(ConvolutionGeometry geometry, float negativeSlope) : Op
{
    public ConvolutionGeometry Geometry => geometry;

    public float NegativeSlope => negativeSlope;

    public override string Name => "Conv2DTranspose";

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var g = geometry;
        var y = Tensor.Allocate([g.Batch, g.InputHeight, g.InputWidth, g.InputChannels], tape);
        ReadOnlySpan<float> bias = inputs.Length > 2 ? inputs[2].Span : default;
        Convolution.InputGradient(g, inputs[0].Span, inputs[1].Span, bias, negativeSlope, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), w = step.Input(1), u = Rectified.Backward(step, negativeSlope);
        if (step.Needs(1))
        {
            var gw = step.Allocate(w.Shape);
            Convolution.WeightGradient(geometry, u.Span, x.Span, gw.Span);
            step.Add(1, gw);
        }
        if (step.Needs(0)) // last, so that the next backward step may find it in cache
        {
            var gx = step.Allocate(x.Shape);
            Convolution.Forward(geometry, u.Span, w.Span, [], 1, gx.Span);
            step.Add(0, gx);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) =>
        2L * inputs[0].Length * geometry.KernelHeight * geometry.KernelWidth * geometry.InputChannels;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// Transposed convolution, channels last: x [N, H, W, Cin], weight [kh, kw, Cout, Cin], bias [Cout] or null.
        /// </summary>
        public Tensor ConvolveTransposed(Tensor weight, Tensor? bias, int stride, Padding padding, int? outputPadding = null, float negativeSlope = 1)
        {
            if (x.Rank != 4 || weight.Rank != 4 || x.Shape[3] != weight.Shape[3])
                throw new ArgumentException($"Conv2DTranspose: x {x.Shape} and weight {weight.Shape} are not [N, H, W, Cin] and [kh, kw, Cout, Cin].", nameof(weight));
            if (bias is not null && bias.Shape != [weight.Shape[2]])
                throw new ArgumentException($"Conv2DTranspose: the bias has shape {bias.Shape}, expected [{weight.Shape[2]}].", nameof(bias));
            var op = new ConvolveTransposed(padding.TransposedGeometry(x.Shape, weight.Shape, stride, outputPadding), negativeSlope);
            return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
        }
    }
}
