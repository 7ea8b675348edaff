namespace Ansatz.Tensors;

/// <summary>A matrix [n, n] with eˣ in place of each x of its diagonal.</summary>
internal sealed class ExpDiagonal : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        inputs[0].Span.CopyTo(y.Span);
        Span<float> diagonal = new float[y.Shape[1]];
        for (var i = 0; i < diagonal.Length; i++) diagonal[i] = y.Span[i * (diagonal.Length + 1)];
        ElementwiseLoops.Map(default(Exp), diagonal, diagonal);
        for (var i = 0; i < diagonal.Length; i++) y.Span[i * (diagonal.Length + 1)] = diagonal[i];
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gradient = step.Allocate(step.Output.Shape);
        var to = gradient.Span;
        step.Gradient.Span.CopyTo(to);
        var n = step.Output.Shape[1];
        for (var i = 0; i < n; i++) to[i * (n + 1)] *= step.Output.Span[i * (n + 1)];
        step.Add(0, gradient);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The matrix with eˣ in place of each x of its diagonal.</summary>
        internal Tensor ExpDiagonal() => new ExpDiagonal().Apply(x);
    }
}
