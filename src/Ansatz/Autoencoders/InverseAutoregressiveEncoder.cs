using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Autoencoders;

/// <summary>
/// q(z|x): inverse autoregressive steps from a diagonal Gaussian, each with a masked network that sees the features h of the example. A network's last 2d + c features
/// are the mean, the log-variance and h. All steps start as the identity.
/// </summary>
/// <remarks>
/// A draw and its score take one call of each masked network. The log-scale of a step is limited to ±4, where the paper has a gate.
/// Kingma et al., Improved variational inference with inverse autoregressive flow (2016), algorithm 1.
/// </remarks>
public sealed class InverseAutoregressiveEncoder : Module, IConditional<TransformedDistribution>
{
    internal const int DefaultContext = 32;
    private readonly int d, contextFeatures;

    /// <param name="network">[N, …] → [N, 2d + c].</param>
    /// <param name="latentDimension">d.</param>
    /// <param name="contextFeatures">c, 1 or more.</param>
    /// <param name="stepCount">1 or more; the order of the dimensions is reversed between two steps.</param>
    /// <param name="hidden">The widths of each masked network's hidden layers; left out, two of 64.</param>
    public InverseAutoregressiveEncoder(Layer network, int latentDimension, int contextFeatures = DefaultContext, int stepCount = 4, IReadOnlyList<int>? hidden = null)
    {
        FlowSteps.Check(nameof(InverseAutoregressiveEncoder), latentDimension, 1, stepCount, hidden ?? [1]);
        (Network, d, this.contextFeatures) = (network, latentDimension, contextFeatures);
        Steps = [.. Enumerable.Range(0, stepCount).Select(_ => new MaskedNetwork(latentDimension, 2, hidden, contextFeatures))];
    }

    [field: SavedAs("network")]
    public Layer Network { get; }

    /// <summary>The masked networks, first step first.</summary>
    [field: SavedAs("steps")]
    public IReadOnlyList<MaskedNetwork> Steps { get; }

    /// <summary>Features the network must end in.</summary>
    public static int FeatureCount(int latentDimension, int contextFeatures = DefaultContext) => 2 * latentDimension + contextFeatures;

    public TransformedDistribution Given(Context context, Pass pass = default)
    {
        var features = Network.Forward(context, pass);
        if (features.Shape[^1] != FeatureCount(d, contextFeatures))
            throw new InvalidOperationException($"InverseAutoregressiveEncoder: the network gave {features.Shape[^1]} features, {d} latent dimensions and {contextFeatures} for the steps need {FeatureCount(d, contextFeatures)}.");
        var h = features.Slice(-1, 2 * d, contextFeatures);
        var reversal = new Permute(FlowSteps.Reversal(d));
        var steps = FlowSteps.Between(Steps.Count, i => new Invert(MaskedAutoregressiveFlow.Layer(Steps[i], d, h, pass)), _ => reversal);
        // An odd number of reversals gets one more, so that together they are the identity.
        return new TransformedDistribution(PlanarEncoder.Start(features, d), Steps.Count % 2 == 0 ? new Chain(steps, reversal) : steps);
    }
}
