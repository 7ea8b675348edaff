using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Inverts the distribution function of a mixture, of which only the tensor form is known.</summary>
internal static class QuantileSearch
{
    /// <summary>The least float x with F(x) ≥ p for each element, by bisection over the floats as in <see cref="FloatSearch"/>. NaN for p outside [0, 1].</summary>
    /// <remarks>
    /// The gradient is that of the implicit function F(x; θ) = p: a term (F(x) − p)/p(x) is subtracted and its value added again. It is 0 for discrete
    /// distributions and where the density is 0.
    /// </remarks>
    public static Tensor Of(Distribution distribution, Tensor probability)
    {
        var p = probability.StopGradient();
        var found = Tensor.Allocate(p.Shape, p.Tape);
        var (least, greatest) = (new int[p.Length], new int[p.Length]);
        least.AsSpan().Fill(FloatSearch.Rank(float.MinValue));
        greatest.AsSpan().Fill(FloatSearch.Rank(float.MaxValue));
        for (var step = 0; step < 33; step++)
        {
            for (var i = 0; i < p.Length; i++) found.Span[i] = FloatSearch.FromRank((int)(((long)least[i] + greatest[i]) >> 1));
            if (step == 32) break;
            ReadOnlySpan<float> lower = distribution.Cdf(found).Span, upper = distribution.Survival(found).Span;
            for (var i = 0; i < p.Length; i++)
            {
                if (least[i] == greatest[i]) continue;
                var middle = FloatSearch.Rank(found.Span[i]);
                if (p.Span[i] <= 0.5f ? lower[i] >= p.Span[i] : upper[i] <= 1 - p.Span[i]) greatest[i] = middle;
                else least[i] = middle + 1;
            }
        }
        for (var i = 0; i < p.Length; i++)
            if (!(p.Span[i] >= 0 && p.Span[i] <= 1)) found.Span[i] = float.NaN;
        if (distribution.IsDiscrete) return found;
        var density = distribution.LogProb(found).StopGradient().Exp();
        var excess = density.GreaterThan(0f).Where((distribution.Cdf(found) - probability) / density.Maximum(float.Epsilon), 0f);
        return found + (excess.StopGradient() - excess);
    }

    /// <summary>∑ wₖFₖ/∑ wₖ along the last dimension: exactly 1 where all Fₖ are, although the weights sum to 1 but for rounding.</summary>
    public static Tensor Blend(Tensor functions, Tensor weights) => (functions * weights).Sum(-1) / weights.Sum(-1);

    /// <summary>log ∑ wₖFₖ/∑ wₖ from logarithms.</summary>
    public static Tensor LogBlend(Tensor logFunctions, Tensor logWeights) => ((logFunctions + logWeights).LogSumExp() - logWeights.LogSumExp()).Minimum(0f);
}
