using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// Pixels of 8 bits given z: an independent <see cref="DiscretizedLogistic"/> for each pixel value, its scale one learnt number. The score is the log-probability of the
/// very bytes, so models of the same images can be compared by it.
/// </summary>
/// <param name="network">[N, d] → μ [N, height, width, channels].</param>
/// <param name="scale">s where it begins, above 0.</param>
public sealed class DiscretizedLogisticDecoder(Layer network, float scale) : Module, IConditional<Distribution>
{
    private readonly float scale = scale is > 0 and < float.PositiveInfinity
        ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), $"DiscretizedLogisticDecoder: the scale is {scale}; expected more than 0.");

    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    /// <summary>log s, [1].</summary>
    [field: SavedAs("logScale")]
    public Parameter LogScale { get; } = new([1]);

    public Distribution Given(Context context, Pass pass = default)
    {
        var loc = Network.Forward(context, pass);
        return new Independent(new DiscretizedLogistic(loc, pass[LogScale].Exp()), loc.Rank - 1);
    }

    protected override void InitializeOwn(Rng rng) => Initializers.Constant(LogScale, (float)DoubleMath.Log(scale));
}
