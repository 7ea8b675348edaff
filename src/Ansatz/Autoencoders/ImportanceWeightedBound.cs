using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// −E[log 1/k ∑ᵢ wᵢ] with wᵢ = p(x|zᵢ)·p(zᵢ)/q(zᵢ|x) and z₁, …, z_k ~ q(z|x): a bound on −log p(x) that falls as k grows. With k = 1 it is the evidence lower
/// bound, its divergence estimated at the draw.
/// </summary>
/// <remarks>Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016), equation 8. Reported beside it: the means of −log p(x|z) and of log q(z|x) − log p(z).</remarks>
public sealed class ImportanceWeightedBound : Objective
{
    private readonly int sampleCount;

    /// <param name="sampleCount">k, 1 or more.</param>
    public ImportanceWeightedBound(int sampleCount) => this.sampleCount = sampleCount >= 1
        ? sampleCount
        : throw new ArgumentOutOfRangeException(nameof(sampleCount), $"ImportanceWeightedBound: {sampleCount} samples; expected 1 or more.");

    public override string ToString() => $"importance-weighted bound, k {sampleCount}";

    protected override (Tensor Loss, Metrics Metrics) Loss(IAutoencoder model, Batch batch, Pass pass)
    {
        var (bound, reconstruction, divergence, posterior) = Terms(model, batch, pass);
        RequirePathwise(posterior);
        var loss = bound.Mean();
        return (loss, Report(loss.Item(), MeanInDouble(reconstruction), MeanInDouble(divergence)));
    }

    public override Metrics Evaluate(IAutoencoder model, Batch batch, Pass pass)
    {
        var (bound, reconstruction, divergence, _) = Terms(model, batch, pass);
        return Report(MeanInDouble(bound), MeanInDouble(reconstruction), MeanInDouble(divergence));
    }

    /// <summary>The bound [N], the two parts of −log w [k, N], and the posterior.</summary>
    private (Tensor Bound, Tensor Reconstruction, Tensor Divergence, Distribution Posterior) Terms(IAutoencoder model, Batch batch, Pass pass)
    {
        var terms = AutoencoderTerms.AtDraws(model, batch, sampleCount, pass);
        var logWeights = -(terms.Reconstruction + terms.Divergence);
        var bound = (float)DoubleMath.Log(sampleCount) - logWeights.Transpose().LogSumExp();
        return (bound, terms.Reconstruction, terms.Divergence, terms.Posterior);
    }

    private static Metrics Report(double bound, double reconstruction, double kl) => new(("bound", bound), ("reconstruction", reconstruction), ("kl", kl));
}
