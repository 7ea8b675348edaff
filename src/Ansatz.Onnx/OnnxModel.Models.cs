using Ansatz.Autoencoders;
using Ansatz.Bijectors;
using Ansatz.Boltzmann;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;

namespace Ansatz.Onnx;

/// <content>The library's models. Conditional ones have an input <c>label</c>, [n] 64-bit integers; flows with a context an input <c>context</c>.</content>
public sealed partial class OnnxModel
{
    /// <summary>
    /// q(z|x): from <c>x</c> [n, example…] to <c>mean</c> [n, latent…]; and from standard normal <c>noise</c> [n, latent…] to a draw <c>z</c>. A Gaussian posterior has its
    /// <c>standardDeviation</c>, too. The mean of a posterior that is a flow is estimated by fixed draws, as <c>Encode</c> does.
    /// </summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="example">The shape of one x.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    public static OnnxModel Encoder(IAutoencoder model, Shape example, OnnxTranslators? translators = null) => Trace("encoder", trace =>
    {
        var x = trace.Input("x", example, model.ValueSupport);
        var posterior = model.Encoder.Given(new Context(x, Labels(model.Encoder, trace)), trace.Pass);
        trace.Output("mean", PosteriorMoments.Mean(posterior));
        if (posterior is MultivariateNormalDiag or MultivariateNormalTriL) trace.Output("standardDeviation", posterior.StandardDeviation);
        if (DrawOf(posterior) is { } draw) trace.Output("z", draw(trace.Input("noise", posterior.EventShape)));
    }, translators);

    /// <summary>p(x|z): from <c>z</c> [n, latent…] to <c>mean</c>, E[x|z] [n, example…].</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    public static OnnxModel Decoder(IAutoencoder model, OnnxTranslators? translators = null)
    {
        var latent = model.LatentShape;
        return Trace("decoder", trace =>
        {
            var z = trace.Input("z", latent);
            trace.Output("mean", model.Decoder.Given(new Context(z, Labels(model.Decoder, trace)), trace.Pass).Mean);
        }, translators);
    }

    /// <summary>From standard normal <c>noise</c> [n, size] to a draw <c>x</c> [n, event…] and <c>logDet</c> [n], log |det ∂x/∂noise|.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    public static OnnxModel Forward(Flow flow, OnnxTranslators? translators = null) => Trace("forward", trace =>
    {
        var noise = trace.Input("noise", [flow.EventShape.Size]);
        var (x, logDet) = Map(flow, trace).ForwardAndLogDet(noise);
        trace.Output("x", x);
        trace.Output("logDet", logDet);
    }, translators);

    /// <summary>From <c>x</c> [n, event…] to <c>noise</c> [n, size] and <c>logDet</c> [n], log |det ∂noise/∂x|. If the flow has a box, x must lie in it.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    public static OnnxModel Inverse(Flow flow, OnnxTranslators? translators = null) => Trace("inverse", trace =>
    {
        var x = trace.Input("x", flow.EventShape, flow.EventSupport);
        var (noise, logDet) = Map(flow, trace).InverseAndLogDet(x);
        trace.Output("noise", noise);
        trace.Output("logDet", logDet);
    }, translators);

    /// <summary>From <c>x</c> [n, event…] to <c>logProb</c> [n], log p(x) in nats, as <c>Score</c> gives it; −∞ off the support.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    public static OnnxModel LogProb(Flow flow, OnnxTranslators? translators = null) => Trace("logprob", trace =>
    {
        var x = trace.Input("x", flow.EventShape, flow.EventSupport);
        trace.Output("logProb", flow.Given(ContextOf(flow, trace), trace.Pass).LogProb(flow.ScoredInPlaceOf(x)));
    }, translators);

    /// <summary>From <c>x</c> [n, d] to <c>logProb</c> [n], log p(x) in nats.</summary>
    /// <param name="mixture">The mixture.</param>
    public static OnnxModel LogProb(GaussianMixture mixture) => Trace("logprob", trace =>
        trace.Output("logProb", mixture.Given(trace.Pass).LogProb(trace.Input("x", [mixture.Dimension]))));

    /// <summary>P(h|v): from <c>x</c>, visible bits [n, visible], to <c>mean</c>, P(hⱼ = 1|v) [n, hidden]; and from <c>uniform</c> numbers in [0, 1), [n, hidden], to a draw <c>z</c> of bits.</summary>
    /// <param name="machine">The machine.</param>
    public static OnnxModel Encoder(RestrictedBoltzmannMachine machine) => Trace("encoder", trace =>
    {
        var mean = machine.HiddenGiven(trace.Input("x", [machine.VisibleCount]), trace.Pass).Mean;
        trace.Output("mean", mean);
        trace.Output("z", mean.GreaterThan(trace.Input("uniform", [machine.HiddenCount], Support.UnitInterval)));
    });

    /// <summary>P(v|h): from <c>z</c>, hidden bits [n, hidden], to <c>mean</c>, P(vᵢ = 1|h) [n, visible]; and from <c>uniform</c> numbers in [0, 1), [n, visible], to a draw <c>x</c> of bits.</summary>
    /// <param name="machine">The machine.</param>
    public static OnnxModel Decoder(RestrictedBoltzmannMachine machine) => Trace("decoder", trace =>
    {
        var mean = machine.VisibleGiven(trace.Input("z", [machine.HiddenCount]), trace.Pass).Mean;
        trace.Output("mean", mean);
        trace.Output("x", mean.GreaterThan(trace.Input("uniform", [machine.VisibleCount], Support.UnitInterval)));
    });

    /// <summary>From <c>x</c>, visible bits [n, visible], to <c>logProb</c> [n], log P(x) = −F(x) − log Z in nats.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="logZ">From <see cref="ExactPartition"/> or <see cref="AnnealedImportanceSampling"/>; an error of it is one of every score.</param>
    public static OnnxModel LogProb(RestrictedBoltzmannMachine machine, double logZ) => Trace("logprob", trace =>
        trace.Output("logProb", -machine.FreeEnergy(trace.Input("x", [machine.VisibleCount]), trace.Pass) - (float)logZ));

    private static Bijector Map(Flow flow, OnnxTrace trace) => ((TransformedDistribution)flow.Given(ContextOf(flow, trace), trace.Pass)).Bijector;

    private static Context ContextOf(Flow flow, OnnxTrace trace)
    {
        var labels = flow.ClassCount > 0 ? trace.Labels("label", flow.ClassCount) : null;
        return flow.ContextFeatures > 0 ? new Context(trace.Input("context", [flow.ContextFeatures]), labels) : labels is null ? Context.None : Context.Of(labels);
    }

    private static IReadOnlyList<int>? Labels(object part, OnnxTrace trace) =>
        (part as Module)?.SelfAndDescendants().OfType<JoinLabels>().FirstOrDefault() is { } join ? trace.Labels("label", join.ClassCount) : null;

    /// <summary>A draw as a function of standard normal noise; null for a distribution that is no such function.</summary>
    private static Func<Tensor, Tensor>? DrawOf(Distribution distribution) => distribution switch
    {
        MultivariateNormalDiag normal => noise => normal.Loc + normal.Scale * noise,
        MultivariateNormalTriL normal => noise => normal.Loc + (normal.ScaleTriL * noise.Reshape([.. noise.Shape.Dimensions[..^1], 1, noise.Shape[^1]])).Sum(-1),
        TransformedDistribution flow => DrawOf(flow.Base) is { } start ? noise => flow.Bijector.Forward(start(noise)) : null,
        _ => null,
    };
}
