using Ansatz.Tensors;

namespace Outside;

/// <summary>An op of two inputs: y[n] = ∑ᵢ x[n, i]·w[i]. Backward: gx[n, i] = g[n]·w[i], gw[i] = ∑ₙ g[n]·x[n, i].</summary>
internal sealed class WeightedSum : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor x = inputs[0], w = inputs[1];
        var y = Allocate([x.Shape[0]], tape);
        Span<float> from = Elements(x), weights = Elements(w), to = Elements(y);
        for (var n = 0; n < to.Length; n++)
        {
            to[n] = 0;
            for (var i = 0; i < weights.Length; i++) to[n] += from[n * weights.Length + i] * weights[i];
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), w = step.Input(1);
        Span<float> g = Elements(step.Gradient), from = Elements(x), weights = Elements(w);
        if (step.Needs(0))
        {
            var gx = step.Allocate(x.Shape);
            for (var i = 0; i < gx.Length; i++) Elements(gx)[i] = g[i / weights.Length] * weights[i % weights.Length];
            step.Add(0, gx);
        }
        if (step.Needs(1))
        {
            var gw = step.Allocate(w.Shape);
            Elements(gw).Clear();
            for (var i = 0; i < from.Length; i++) Elements(gw)[i % weights.Length] += g[i / weights.Length] * from[i];
            step.Add(1, gw);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 2L * inputs[0].Length;
}

internal static class WeightedSumExtensions
{
    /// <param name="x">[n, k].</param>
    /// <param name="weights">[k].</param>
    public static Tensor WeightedSum(this Tensor x, Tensor weights) => x.Rank == 2 && weights.Rank == 1 && x.Shape[1] == weights.Length
        ? new WeightedSum().Apply(x, weights)
        : throw new ArgumentException($"WeightedSum: {x.Shape} and {weights.Shape} are not [n, k] and [k].", nameof(weights));
}
