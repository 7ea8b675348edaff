using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(x, z) = p(z)·p(x|z) with an approximate posterior q(z|x), all three of them distributions; what is minimised is an <see cref="Objective"/>.
/// </summary>
/// <remarks>
/// Kingma and Welling, Auto-encoding variational Bayes (2014). It is made conditional, p(x|z, y), by networks with a <see cref="JoinLabels"/> layer: Sohn, Lee and Yan,
/// Learning structured output representation using deep conditional generative models (2015).
/// </remarks>
/// <param name="encoder">q(z|x).</param>
/// <param name="decoder">p(x|z).</param>
/// <param name="prior">p(z), for instance a standard normal of the latent dimension.</param>
/// <param name="objective">What training minimises; a number or a schedule is the weight β of the divergence in the <see cref="EvidenceLowerBound"/>.</param>
public sealed class VariationalAutoencoder(IConditional<Distribution> encoder, IConditional<Distribution> decoder, Distribution prior, Objective objective)
    : Module, ITrainable
{
    public IConditional<Distribution> Encoder { get; } = Checked(encoder, nameof(encoder), "derive it from Module");

    public IConditional<Distribution> Decoder { get; } = Checked(decoder, nameof(decoder), "derive it from Module");

    public Distribution Prior { get; } = Checked(prior, nameof(prior), "build it from tensors, such as the parameter's Value");

    /// <summary>The weight of the divergence at the end of its schedule.</summary>
    public double Beta => objective.Beta;

    /// <summary>
    /// Nats an example in −log p(x|z) that no weight can change, such as ½ log π a pixel in a sum of squared errors. Reconstruction is reported without it.
    /// </summary>
    public double ScoreConstant { get; init; }

    /// <summary>The numbers that an example may hold: unless stated, those that the library's decoders can score, and any number for other decoders.</summary>
    public Support ValueSupport { get; init; } = decoder switch
    {
        BernoulliDecoder => Support.ZeroOrOne,
        CrossEntropyDecoder or ContinuousBernoulliDecoder or DiscretizedLogisticDecoder => Support.UnitInterval,
        _ => Support.Reals,
    };

    /// <summary>What the labels of the training examples mean, from 0 on; null if nobody named the classes.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>−log p(x|z) at one z ~ q(z|x), less <see cref="ScoreConstant"/>, and KL(q(z|x) ‖ p(z)), both [N] in nats, with q itself.</summary>
    /// <remarks>Where the divergence has no closed form it is log q(z|x) − log p(z) at the same z.</remarks>
    /// <param name="batch">The encoder sees its inputs, the decoder is judged by its values, both may depend on its labels.</param>
    /// <param name="pass">z comes from its stream "posterior".</param>
    public (Tensor Reconstruction, Tensor Divergence, Distribution Posterior) Terms(Batch batch, Pass pass)
    {
        pass = pass with { Labels = batch.Labels };
        var q = Encoder.Given(batch.Inputs, pass);
        var rng = pass.Stream("posterior");
        if (KlDivergence.ClosedForm(q, Prior) is { } divergence)
            return (Reconstruction(batch.Values, q.Sample(rng), pass), divergence, q);
        var (z, logQ) = q.SampleAndLogProb(rng);
        return (Reconstruction(batch.Values, z, pass), logQ - Prior.LogProb(z), q);
    }

    /// <summary>The two parts of −log w = −log p(x|z) + log q(z|x) − log p(z) at k draws of z ~ q(z|x), both [k, N] in nats, with q itself.</summary>
    internal (Tensor Reconstruction, Tensor Divergence, Distribution Posterior) Weigh(Batch batch, int sampleCount, Pass pass)
    {
        pass = pass with { Labels = batch.Labels };
        var q = Encoder.Given(batch.Inputs, pass);
        var (z, logQ) = q.SampleAndLogProb(pass.Stream("posterior"), [sampleCount]);
        Shape rows = [sampleCount * batch.Count];
        var repeated = batch.Values.BroadcastTo(new Shape(sampleCount).Concat(batch.Values.Shape)).Reshape(rows.Concat(batch.Values.Shape[1..]));
        var reconstruction = Reconstruction(repeated, z.Reshape(rows.Concat(Prior.EventShape)), pass);
        return (reconstruction.Reshape([sampleCount, batch.Count]), logQ - Prior.LogProb(z), q);
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var (loss, metrics) = objective.Train(this, batch, pass);
        return new StepResult(pass.Tape!.Backward(loss), metrics);
    }

    public Metrics Evaluate(Batch batch, Pass pass) => objective.Evaluate(this, batch, pass);

    /// <summary>Encoder and decoder as tables: layers, shapes, parameters, operations. The model need not be initialised.</summary>
    /// <param name="example">The shape of one x.</param>
    public string Summary(Shape example) =>
        $"{NetworkSummary.Of("encoder", Encoder, example)}\n{NetworkSummary.Of("decoder", Decoder, Prior.EventShape)}\n{CountParameters():#,0} parameters in all\n";

    private Tensor Reconstruction(Tensor x, Tensor z, Pass pass)
    {
        var p = pass.IsTraining && Decoder is GaussianDecoder { IsCalibrated: true } calibrated ? calibrated.Fitted(z, x, pass) : Decoder.Given(z, pass);
        return p.LogProb(x).Affine(-1, -(float)ScoreConstant);
    }

    // A part that is no module has no place among the fields: what it holds would be used but never trained, saved or hashed.
    private static T Checked<T>(T part, string name, string cure) => part is not Module && HiddenMembers.Find(part, name) is var (place, what)
        ? throw new ArgumentException($"VariationalAutoencoder: the {name}, a {part!.GetType().Name}, holds {what} at '{place}' but is no Module, so that would never be trained or saved; {cure}.", name)
        : part;
}
