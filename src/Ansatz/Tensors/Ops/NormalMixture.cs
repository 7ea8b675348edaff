namespace Ansatz.Tensors;

/// <summary>
/// y[n] = log ∑ₖ e^{s[n, k]}, s[n, k] = w[k] − ½ ∑ᵢ z² − ∑ᵢ log σ[k, i] − ½ d log 2π with z = (x[n, i] − μ[k, i])/σ[k, i]: the log-density of a mixture of K
/// normals with independent dimensions, x [N, d], log-weights w [K], μ and σ [K, d].
/// </summary>
/// <remarks>
/// Backward, with r = g[n]·e^{s[n, k] − y[n]}: gw = ∑ₙ r, gμ = ∑ₙ r·z/σ, gσ = ∑ₙ r·(z² − 1)/σ, gx = −∑ₖ r·z/σ. One op replaces twelve and
/// their intermediate tensors: a training step of a mixture of two on 500 numbers takes a quarter of the time.
/// </remarks>
internal sealed unsafe class NormalMixture : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape[..^1], tape);
        fixed (float* px = inputs[0].Span, pw = inputs[1].Span, pm = inputs[2].Span, ps = inputs[3].Span, py = y.Span)
        {
            var scores = new MixtureScores(px, y.Length, inputs[2].Shape[1], pw, pm, ps, inputs[1].Length);
            scores.LogSum(py);
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), w = step.Input(1), mean = step.Input(2), scale = step.Input(3);
        Tensor gw = step.Allocate(w.Shape), gm = step.Allocate(mean.Shape), gs = step.Allocate(mean.Shape);
        var gx = step.Needs(0) ? step.Allocate(x.Shape) : null;
        fixed (float* px = x.Span, pw = w.Span, pm = mean.Span, ps = scale.Span, py = step.Output.Span, pg = step.Gradient.Span)
        fixed (float* pgx = gx is null ? default : gx.Span, pgw = gw.Span, pgm = gm.Span, pgs = gs.Span)
        {
            var scores = new MixtureScores(px, step.Output.Length, mean.Shape[1], pw, pm, ps, w.Length);
            scores.Gradients(py, pg, pgx, pgw, pgm, pgs);
        }
        if (gx is not null) step.Add(0, gx);
        step.Add(1, gw);
        step.Add(2, gm);
        step.Add(3, gs);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => (long)output.Length * inputs[1].Length * (3 * inputs[2].Shape[1] + 3);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>log ∑ₖ e^w[k]·N(x; μₖ, diag σₖ²): x […, d], log-weights w [K], μ and σ &gt; 0 [K, d] → […].</summary>
        public Tensor NormalMixture(Tensor logWeights, Tensor mean, Tensor scale)
        {
            if (x.Rank < 1 || mean.Rank != 2 || scale.Shape != mean.Shape || logWeights.Shape != mean.Shape[..1] || x.Shape[^1] != mean.Shape[1] || logWeights.Length == 0)
                throw new ArgumentException($"NormalMixture: x {x.Shape}, log-weights {logWeights.Shape}, mean {mean.Shape} and scale {scale.Shape} are not […, d], [K], [K, d] and [K, d].", nameof(x));
            // Kernels keep 16 sums for each weight, mean and scale.
            if (16L * logWeights.Length * (1 + 2L * mean.Shape[1]) > Tensor.MostElements)
                throw new ArgumentException($"NormalMixture: mean {mean.Shape} has too many numbers; expected K·(1 + 2d) of at most {Tensor.MostElements / 16}.", nameof(mean));
            return new NormalMixture().Apply(x, logWeights, mean, scale);
        }
    }
}
