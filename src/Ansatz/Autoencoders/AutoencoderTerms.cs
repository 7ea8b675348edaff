using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>What objectives and evaluations are made of, in nats: for one draw of z for each example [N], or for k draws [k, N].</summary>
/// <param name="Reconstruction">−log p(x|z) at z ~ q(z|x), without the model's <see cref="IAutoencoder.ScoreConstant"/>.</param>
/// <param name="Divergence">KL(q(z|x) ‖ p(z)) in closed form, or its estimate log q(z|x) − log p(z) at the same z.</param>
/// <param name="IsDivergenceExact">Whether <paramref name="Divergence"/> is the closed form. The estimate is right on average, and may be negative.</param>
/// <param name="Posterior">q(z|x).</param>
/// <param name="Prior">p(z).</param>
public readonly record struct AutoencoderTerms(Tensor Reconstruction, Tensor Divergence, bool IsDivergenceExact, Distribution Posterior, Distribution Prior)
{
    /// <summary>The terms at one draw of z for each example, with the divergence in closed form where there is one.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="batch">The encoder sees its inputs, the decoder is judged by its values; both and the prior may depend on its labels.</param>
    /// <param name="pass">z comes from its stream "posterior".</param>
    public static AutoencoderTerms Of(IAutoencoder model, Batch batch, Pass pass)
    {
        var (q, p) = Latent(model, batch, pass);
        var rng = pass.Stream("posterior");
        if (KlDivergence.ClosedForm(q, p) is { } divergence)
            return new(Score(model, batch.Values, q.Sample(rng), batch.Labels, pass), divergence, true, q, p);
        var (z, logQ) = q.SampleAndLogProb(rng);
        return new(Score(model, batch.Values, z, batch.Labels, pass), logQ - p.LogProb(z), false, q, p);
    }

    /// <summary>The terms at k draws of z for each example, with the divergence at each draw: their sum is −log w of importance weights w.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="batch">As for <see cref="Of"/>.</param>
    /// <param name="sampleCount">k, 1 or more.</param>
    /// <param name="pass">z comes from its stream "posterior".</param>
    public static AutoencoderTerms AtDraws(IAutoencoder model, Batch batch, int sampleCount, Pass pass)
    {
        var (q, p) = Latent(model, batch, pass);
        var (z, logQ) = q.SampleAndLogProb(pass.Stream("posterior"), [sampleCount]);
        Shape rows = [sampleCount * batch.Count];
        var repeated = batch.Values.BroadcastTo(new Shape(sampleCount).Concat(batch.Values.Shape)).Reshape(rows.Concat(batch.Values.Shape[1..]));
        var reconstruction = Score(model, repeated, z.Reshape(rows.Concat(p.EventShape)), batch.Labels, pass);
        return new(reconstruction.Reshape([sampleCount, batch.Count]), logQ - p.LogProb(z), false, q, p);
    }

    private static (Distribution Posterior, Distribution Prior) Latent(IAutoencoder model, Batch batch, Pass pass) =>
        (model.Encoder.Given(batch.Context, pass), model.Prior.Given(Context.Of(batch.Labels), pass));

    private static Tensor Score(IAutoencoder model, Tensor x, Tensor z, IReadOnlyList<int>? labels, Pass pass)
    {
        var context = new Context(z, labels);
        var p = pass.IsTraining && model.Decoder is GaussianDecoder { IsCalibrated: true } calibrated ? calibrated.Fitted(context, x, pass) : model.Decoder.Given(context, pass);
        return p.LogProb(x).Affine(-1, -(float)model.ScoreConstant);
    }
}
