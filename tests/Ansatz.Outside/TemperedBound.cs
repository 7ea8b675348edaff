using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Outside;

/// <summary>An objective: reconstruction + divergence, the divergence no heavier than a capacity: |divergence − capacity| in its place.</summary>
internal sealed class TemperedBound(float capacity) : Objective
{
    public override string ToString() => FormattableString.Invariant($"bound of capacity {capacity}");

    protected override (Tensor Loss, Metrics Metrics) Loss(IAutoencoder model, Batch batch, Pass pass)
    {
        var terms = AutoencoderTerms.Of(model, batch, pass);
        RequirePathwise(terms.Posterior);
        var loss = terms.Reconstruction.Mean() + (terms.Divergence.Mean() - capacity).Abs();
        return (loss, Report(terms));
    }

    public override Metrics Evaluate(IAutoencoder model, Batch batch, Pass pass) => Report(AutoencoderTerms.Of(model, batch, pass));

    private Metrics Report(in AutoencoderTerms terms)
    {
        double reconstruction = MeanInDouble(terms.Reconstruction), divergence = MeanInDouble(terms.Divergence);
        return new Metrics(("total", reconstruction + Math.Abs(divergence - capacity)), ("reconstruction", reconstruction), (terms.IsDivergenceExact ? "kl" : "klEstimate", divergence));
    }
}
