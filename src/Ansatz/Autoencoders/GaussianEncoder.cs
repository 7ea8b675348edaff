using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// q(z|x) = N(μ(x), L(x)·L(x)ᵀ): a network's last d + d(d + 1)/2 features are μ and the rows of the lower triangle of L, whose diagonal is
/// softplus + 10⁻⁵.
/// </summary>
/// <param name="network">[N, …] → [N, d + d(d + 1)/2].</param>
/// <param name="latentDimension">d.</param>
public sealed class GaussianEncoder(Layer network, int latentDimension) : Module, IConditional<MultivariateNormalTriL>
{
    private const float DiagonalFloor = 1e-5f;
    private readonly Tensor mask = Tensor.Identity(latentDimension).Reshape([latentDimension * latentDimension]);
    private readonly int[] loc = [.. Enumerable.Range(0, latentDimension)];
    private readonly int[] diagonal = [.. Enumerable.Range(0, latentDimension * latentDimension).Select(i => Source(i, latentDimension, onDiagonal: true))];
    private readonly int[] below = [.. Enumerable.Range(0, latentDimension * latentDimension).Select(i => Source(i, latentDimension, onDiagonal: false))];

    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    public int LatentDimension => latentDimension;

    /// <summary>Features the network must end in.</summary>
    public static int FeatureCount(int latentDimension) => latentDimension + latentDimension * (latentDimension + 1) / 2;

    public MultivariateNormalTriL Given(Context context, Pass pass = default)
    {
        var features = Network.Forward(context, pass);
        if (features.Shape[^1] != FeatureCount(latentDimension))
            throw new InvalidOperationException($"GaussianEncoder: the network gave {features.Shape[^1]} features, {latentDimension} latent dimensions need {FeatureCount(latentDimension)}.");
        var onDiagonal = (features.Gather(-1, diagonal).Softplus() + DiagonalFloor) * mask;
        var scale = (onDiagonal + features.Gather(-1, below)).Reshape([features.Shape[0], latentDimension, latentDimension]);
        return new MultivariateNormalTriL(features.Gather(-1, loc), scale);
    }

    // Where entry i of a d × d matrix comes from among the features; −1 is zero.
    private static int Source(int i, int d, bool onDiagonal)
    {
        int row = i / d, column = i % d;
        return (onDiagonal ? row == column : row > column) ? d + row * (row + 1) / 2 + column : -1;
    }
}
