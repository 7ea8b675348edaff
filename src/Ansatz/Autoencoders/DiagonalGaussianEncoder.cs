using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>q(z|x) = N(μ(x), diag σ²(x)): a network's last 2d features are μ and log σ².</summary>
/// <param name="network">[N, …] → [N, 2d].</param>
/// <param name="latentDimension">d.</param>
public sealed class DiagonalGaussianEncoder(Layer network, int latentDimension) : Module, IConditional<MultivariateNormalDiag>
{
    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    public int LatentDimension => latentDimension;

    /// <summary>Features the network must end in.</summary>
    public static int FeatureCount(int latentDimension) => 2 * latentDimension;

    public MultivariateNormalDiag Given(Context context, Pass pass = default)
    {
        var features = Network.Forward(context, pass);
        if (features.Shape[^1] != FeatureCount(latentDimension))
            throw new InvalidOperationException($"DiagonalGaussianEncoder: the network gave {features.Shape[^1]} features, {latentDimension} latent dimensions need {FeatureCount(latentDimension)}.");
        return new MultivariateNormalDiag(features.Slice(-1, 0, latentDimension), (features.Slice(-1, latentDimension, latentDimension) * 0.5f).Exp());
    }
}
