namespace Ansatz.Tensors;

/// <summary>The common part of the backward passes of layers y = leaky(… + b). The bias is input 2 if there is one.</summary>
internal static unsafe class Rectified
{
    /// <summary>
    /// The gradient before the rectifier: g where the output is above 0, slope·g elsewhere, and g itself for slope 1. It replaces g in memory if nothing else reads g.
    /// The same pass computes the bias's gradient, the sum over all but the last dimension.
    /// </summary>
    public static Tensor Backward(in BackwardStep step, float slope)
    {
        if (step.InputCount <= 2 || !step.Needs(2)) return Gradient(step, slope);
        var g = step.Gradient;
        var shape = new AxisSplit(1, g.Shape[..^1].Size, g.Shape[^1]);
        var gb = step.Allocate([g.Shape[^1]]);
        var u = g;
        if (slope == 1) Reductions.Sum(shape, g.Span, gb.Span);
        else
        {
            u = step.AllocateInPlace();
            Lengths.Expect(nameof(Rectified), "the output", u.Length, step.Output.Length);
            Lengths.Expect(nameof(Rectified), "the gradient", u.Length, g.Length);
            fixed (float* py = step.Output.Span, pg = g.Span, pu = u.Span)
                Reductions.SumColumns(shape, new RectifiedTerm(py, pg, pu, slope), gb.Span);
        }
        step.Add(2, gb);
        return u;
    }

    /// <summary>The same without a bias.</summary>
    public static Tensor Gradient(in BackwardStep step, float slope)
    {
        if (slope == 1) return step.Gradient;
        var u = step.AllocateInPlace();
        ElementwiseLoops.MapSlope(new LeakyRelu(slope), step.Output.Span, step.Output.Span, step.Gradient.Span, u.Span);
        return u;
    }
}
