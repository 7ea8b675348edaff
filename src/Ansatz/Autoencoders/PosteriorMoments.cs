using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// Mean and variance of posteriors q(z|x). Those of a flow have no closed form. They are estimated by 128 draws, half of them the mirror images of the other half. All examples get
/// the same noise, so a code depends on its example alone.
/// </summary>
internal static class PosteriorMoments
{
    private const int PairCount = 64;

    /// <summary>E[z|x], [n, latent…].</summary>
    public static Tensor Mean(Distribution q) => q is TransformedDistribution flow ? MeanOf(Draws(flow)) : q.Mean;

    /// <summary>E[z|x] and Var[z|x] of each element, both [n, latent…].</summary>
    public static (Tensor Mean, Tensor Variance) Of(Distribution q)
    {
        if (q is not TransformedDistribution flow) return (q.Mean, q.Variance);
        var draws = Draws(flow);
        var mean = MeanOf(draws);
        return (mean, MeanOf((draws - mean).Square()));
    }

    // Along rows, so that the order of the sum is the same for any number of examples.
    private static Tensor MeanOf(Tensor draws) => draws.Reshape([draws.Shape[0], draws.Length / draws.Shape[0]]).Transpose().Mean(-1).Reshape(draws.Shape[1..]);

    // [128, n, d]: the noise has no dimension for the examples.
    private static Tensor Draws(TransformedDistribution flow)
    {
        if (flow.Base is not MultivariateNormalDiag start) throw new NotSupportedException($"The posterior is a transformed {flow.Base.GetType().Name}; expected a transformed MultivariateNormalDiag, whose mean can be estimated.");
        var d = start.EventShape.Size;
        var noise = new float[2 * PairCount * d];
        new Rng(0).Fork("moments of a posterior").Normal(noise.AsSpan(0, PairCount * d));
        for (var i = 0; i < PairCount * d; i++) noise[PairCount * d + i] = -noise[i];
        return flow.Bijector.Forward(start.Loc + start.Scale * Tensor.From(noise, [2 * PairCount, .. Enumerable.Repeat(1, start.BatchShape.Rank), d]));
    }
}
