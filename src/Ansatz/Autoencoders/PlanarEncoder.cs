using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// q(z|x): planar steps z ← z + û·tanh(w·z + b) from a diagonal Gaussian. A network's last 2d + T(2d + 1) features are the mean, the log-variance, and the u, w, b of
/// each of T steps.
/// </summary>
/// <remarks>Rezende and Mohamed, Variational inference with normalizing flows (2015), section 4.</remarks>
/// <param name="network">[N, …] → [N, 2d + T(2d + 1)].</param>
/// <param name="latentDimension">d.</param>
/// <param name="stepCount">T, 1 or more.</param>
public sealed class PlanarEncoder(Layer network, int latentDimension, int stepCount = PlanarEncoder.DefaultSteps) : Module, IConditional<TransformedDistribution>
{
    internal const int DefaultSteps = 8;

    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    /// <summary>Features the network must end in.</summary>
    public static int FeatureCount(int latentDimension, int stepCount = DefaultSteps) => 2 * latentDimension + stepCount * (2 * latentDimension + 1);

    public TransformedDistribution Given(Context context, Pass pass = default)
    {
        var features = Network.Forward(context, pass);
        var d = latentDimension;
        if (features.Shape[^1] != FeatureCount(d, stepCount))
            throw new InvalidOperationException($"PlanarEncoder: the network gave {features.Shape[^1]} features, {d} latent dimensions and {stepCount} steps need {FeatureCount(d, stepCount)}.");
        return new TransformedDistribution(Start(features, d), new Chain([.. Enumerable.Range(0, stepCount).Select(i =>
        {
            var first = 2 * d + i * (2 * d + 1);
            return new Planar(features.Slice(-1, first, d), features.Slice(-1, first + d, d), features.Slice(-1, first + 2 * d, 1).SumLast(1));
        })]));
    }

    /// <summary>The Gaussian of which the first 2d features are mean and log-variance.</summary>
    internal static MultivariateNormalDiag Start(Tensor features, int d) => new(features.Slice(-1, 0, d), (features.Slice(-1, d, d) * 0.5f).Exp());
}
