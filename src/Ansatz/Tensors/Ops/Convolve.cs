namespace Ansatz.Tensors;

/// <summary>
/// y[n, i, j, o] = leaky(b[o] + ∑ x[n, s·i + u − top, s·j + v − left, c]·w[u, v, c, o]), with zeros outside x. A leaky slope of 1 means no rectifier.
/// </summary>
/// <remarks>Backward, with u the gradient behind the rectifier: the two adjoint kernels of <see cref="Convolution"/>, and gb = ∑u over positions.</remarks>
internal sealed class Convolve(ConvolutionGeometry geometry, float negativeSlope) : Op
{
    public ConvolutionGeometry Geometry => geometry;

    public float NegativeSlope => negativeSlope;

    public override string Name => "Conv2D";

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var g = geometry;
        var y = Tensor.Allocate([g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels], tape);
        ReadOnlySpan<float> bias = inputs.Length > 2 ? inputs[2].Span : default;
        Convolution.Forward(g, inputs[0].Span, inputs[1].Span, bias, negativeSlope, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), w = step.Input(1), u = Rectified.Backward(step, negativeSlope);
        if (step.Needs(1))
        {
            var gw = step.Allocate(w.Shape);
            Convolution.WeightGradient(geometry, x.Span, u.Span, gw.Span);
            step.Add(1, gw);
        }
        if (step.Needs(0)) // last, so that the next backward step may find it in cache
        {
            var gx = step.Allocate(x.Shape);
            Convolution.InputGradient(geometry, u.Span, w.Span, [], 1, gx.Span);
            step.Add(0, gx);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) =>
        2L * output.Length * geometry.KernelHeight * geometry.KernelWidth * geometry.InputChannels;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// Two-dimensional convolution (cross-correlation), channels last: x [N, H, W, Cin], weight [kh, kw, Cin, Cout], bias [Cout] or null.
        /// </summary>
        public Tensor Convolve(Tensor weight, Tensor? bias, int stride, Padding padding, float negativeSlope = 1)
        {
            if (x.Rank != 4 || weight.Rank != 4 || x.Shape[3] != weight.Shape[2])
                throw new ArgumentException($"Conv2D: x {x.Shape} and weight {weight.Shape} are not [N, H, W, Cin] and [kh, kw, Cin, Cout].", nameof(weight));
            if (bias is not null && bias.Shape != [weight.Shape[3]])
                throw new ArgumentException($"Conv2D: the bias has shape {bias.Shape}, expected [{weight.Shape[3]}].", nameof(bias));
            var op = new Convolve(padding.Geometry(x.Shape, weight.Shape, stride), negativeSlope);
            return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
        }
    }
}
