namespace Ansatz.Tensors;

/// <summary>
/// y = leaky(γ·(x − μ)/√(σ² + ε) + β) with given statistics, which count as constants: batch normalization in evaluation, in one pass over memory. The inputs are x, γ, β, μ, σ².
/// </summary>
/// <remarks>Backward, with u the gradient behind the rectifier: gx = u·γ/√(σ² + ε), gγ = ∑u·(x − μ)/√(σ² + ε), gβ = ∑u.</remarks>
internal sealed class NormalizeBy(float epsilon, float negativeSlope) : Op
{
    public float Epsilon => epsilon;

    public float NegativeSlope => negativeSlope;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var channels = x.Shape[^1];
        var y = Tensor.Allocate(x.Shape, tape);
        ChannelStatistics.Normalize(x.Length / Math.Max(1, channels), channels, x.Span, inputs[3].Span, inputs[4].Span, epsilon, inputs[1].Span, inputs[2].Span, negativeSlope, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor u = Rectified.Gradient(step, negativeSlope), inverse = (step.Input(4).StopGradient() + epsilon).Sqrt().Reciprocal();
        if (step.Needs(0)) step.Add(0, u * (step.Input(1) * inverse));
        if (step.Needs(1)) step.Add(1, SumOverRows(u * ((step.Input(0) - step.Input(3)) * inverse)));
        if (step.Needs(2)) step.Add(2, SumOverRows(u));
    }

    private static Tensor SumOverRows(Tensor t) => t.Reshape([t.Length / Math.Max(1, t.Shape[^1]), t.Shape[^1]]).Sum(0);

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * output.Length;
}
