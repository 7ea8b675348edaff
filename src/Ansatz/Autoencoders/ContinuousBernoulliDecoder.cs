using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>Gray pixels in [0, 1] given z: an independent <see cref="ContinuousBernoulli"/> for each pixel value, whose score is a log-density.</summary>
/// <param name="network">[N, d] → logits [N, height, width, channels].</param>
public sealed class ContinuousBernoulliDecoder(Layer network) : Module, IConditional<Distribution>
{
    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    public Distribution Given(Context context, Pass pass = default)
    {
        var logits = Network.Forward(context, pass);
        return new Independent(new ContinuousBernoulli(logits), logits.Rank - 1);
    }
}
