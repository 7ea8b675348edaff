using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// −E_q[log p(x|z)] + β·KL(q(z|x) ‖ p(z)), the expectation by one draw of z. With β = 1 it bounds −log p(x) from above.
/// </summary>
/// <remarks>
/// Kingma and Welling, Auto-encoding variational Bayes (2014); β: Higgins et al., β-VAE (2017); its annealing: Bowman et al., Generating sentences from a continuous
/// space (2016). With λ free bits the divergence counts in the gradient as ∑ⱼ max(λ, mean of KLⱼ over the batch), so that no dimension gains by falling
/// below λ nats: Kingma et al., Improved variational inference with inverse autoregressive flow (2016), equation 15. What is reported is the divergence itself:
/// as <c>kl</c> where it has a closed form, else as <c>klEstimate</c>, log q(z|x) − log p(z) at the draw.
/// </remarks>
public sealed class EvidenceLowerBound : Objective
{
    private const string Exact = "kl", Estimate = "klEstimate";
    private readonly Schedule beta;
    private readonly double freeBits;

    /// <param name="beta">By epochs.</param>
    /// <param name="freeBits">λ, nats per latent dimension, 0 or more. More than 0 needs a posterior and a prior of independent dimensions.</param>
    public EvidenceLowerBound(Schedule beta, double freeBits = 0)
    {
        if (!double.IsFinite(beta.SettledAt))
            throw new ArgumentException($"EvidenceLowerBound: β ({beta}) never settles, so no two epochs could be compared; give a schedule that ends.", nameof(beta));
        if (!(freeBits >= 0 && double.IsFinite(freeBits)))
            throw new ArgumentOutOfRangeException(nameof(freeBits), FormattableString.Invariant($"EvidenceLowerBound: {freeBits} free bits; expected 0 or more."));
        (this.beta, this.freeBits, Beta) = (beta, freeBits, beta.At(beta.SettledAt));
    }

    public override double Beta { get; }

    public override double SettledAt => beta.SettledAt;

    public override string ToString() => $"ELBO, β {beta}{(freeBits > 0 ? FormattableString.Invariant($", {freeBits} free bits") : "")}";

    protected override (Tensor Loss, Metrics Metrics) Loss(IAutoencoder model, Batch batch, Pass pass)
    {
        var terms = AutoencoderTerms.Of(model, batch, pass);
        RequirePathwise(terms.Posterior);
        Tensor reconstruction = terms.Reconstruction.Mean(), kl = terms.Divergence.Mean();
        var weight = beta.At(batch.Epoch);
        var penalty = freeBits > 0 ? KlDivergence.ByDimension(terms.Posterior, terms.Prior).Mean(0).Maximum((float)freeBits).Sum() : kl;
        return (reconstruction + penalty * (float)weight, Report(terms, reconstruction.Item(), kl.Item(), weight));
    }

    public override Metrics Evaluate(IAutoencoder model, Batch batch, Pass pass)
    {
        var terms = AutoencoderTerms.Of(model, batch, pass);
        return Report(terms, MeanInDouble(terms.Reconstruction), MeanInDouble(terms.Divergence), Beta);
    }

    /// <summary>The divergence among the numbers of an objective, whether it is exact or an estimate.</summary>
    public static double DivergenceIn(Metrics metrics) => metrics.Values.Any(v => v.Name == Estimate) ? metrics[Estimate] : metrics[Exact];

    private static Metrics Report(in AutoencoderTerms terms, double reconstruction, double kl, double weight) =>
        Metrics.WeightedSum("total", ("reconstruction", reconstruction, 1), (terms.IsDivergenceExact ? Exact : Estimate, kl, weight));
}
