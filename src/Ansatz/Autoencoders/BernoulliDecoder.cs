using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>Black and white pixels given z: an independent <see cref="Bernoulli"/> for each pixel value. For gray values log P is −∞; see <see cref="CrossEntropyDecoder"/> for them.</summary>
/// <param name="network">[N, d] → logits [N, height, width, channels].</param>
public sealed class BernoulliDecoder(Layer network) : Module, IConditional<Distribution>
{
    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    public Distribution Given(Context context, Pass pass = default)
    {
        var logits = Network.Forward(context, pass);
        return new Independent(new Bernoulli(logits), logits.Rank - 1);
    }
}
