using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(x, z) = p(z)·p(x|z) with an approximate posterior q(z|x), trained to maximise E_q[log p(x|z)] − β·KL(q(z|x) ‖ p(z)).
/// </summary>
/// <remarks>Kingma and Welling, Auto-encoding variational Bayes (2014); β: Higgins et al., β-VAE (2017).</remarks>
/// <param name="encoder">q(z|x).</param>
/// <param name="decoder">p(x|z).</param>
/// <param name="prior">p(z), for instance a standard normal of the latent dimension.</param>
/// <param name="beta">The weight of the divergence by epochs; 1 gives the evidence lower bound.</param>
public sealed class VariationalAutoencoder(IConditional<Distribution> encoder, IConditional<Distribution> decoder, Distribution prior, Schedule beta)
    : Module, ITrainable
{
    public IConditional<Distribution> Encoder { get; } = encoder;

    public IConditional<Distribution> Decoder { get; } = decoder;

    public Distribution Prior { get; } = prior;

    /// <summary>The weight of the divergence at the end of its schedule.</summary>
    public double Beta { get; } = double.IsFinite(beta.SettledAt)
        ? beta.At(beta.SettledAt)
        : throw new ArgumentException($"VariationalAutoencoder: β ({beta}) never settles, so no two epochs could be compared; give a schedule that ends.");

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>−log p(x|z) at one z ~ q(z|x), and KL(q(z|x) ‖ p(z)), both [N] in nats.</summary>
    public (Tensor Reconstruction, Tensor Divergence) Terms(Tensor x, Rng rng, Pass pass = default)
    {
        var q = Encoder.Given(x, pass);
        var z = q.Sample(rng);
        return (-Decoder.Given(z, pass).LogProb(x), KlDivergence.Between(q, Prior));
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var (reconstruction, divergence) = Terms(batch.Values, pass.Stream("posterior"), pass);
        Tensor r = reconstruction.Mean(), kl = divergence.Mean();
        var weight = beta.At(batch.Epoch);
        return new StepResult(pass.Tape!.Backward(r + kl * (float)weight), Report(r.Item(), kl.Item(), weight));
    }

    public Metrics Evaluate(Batch batch, Pass pass)
    {
        var (reconstruction, divergence) = Terms(batch.Values, pass.Stream("posterior"), pass);
        return Report(MeanInDouble(reconstruction), MeanInDouble(divergence), Beta);
    }

    /// <summary>Encoder and decoder as tables: layers, shapes, parameters, operations. The model need not be initialised.</summary>
    /// <param name="example">The shape of one x.</param>
    public string Summary(Shape example) =>
        $"{Part("encoder", (Module)Encoder, example)}\n{Part("decoder", (Module)Decoder, Prior.EventShape)}\n{CountParameters():#,0} parameters in all\n";

    // The outermost network of a part stands for it.
    private static NetworkSummary Part(string name, Module part, Shape input) => NetworkSummary.Of(name, part.SelfAndDescendants().OfType<Layer>().First(), input);

    private static double MeanInDouble(Tensor values)
    {
        var sum = 0.0;
        foreach (var v in values.Span) sum += v;
        return sum / values.Length;
    }

    private static Metrics Report(double reconstruction, double kl, double weight) =>
        Metrics.WeightedSum("total", ("reconstruction", reconstruction, 1), ("kl", kl, weight));
}
