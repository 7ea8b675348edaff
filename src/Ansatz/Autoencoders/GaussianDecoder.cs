using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(x|z) = N(μ(z), σ²·I): a network gives μ; σ is one number, fixed or learnt. With a linear network this is probabilistic principal component
/// analysis (Tipping and Bishop, 1999); with σ = √½ the negative log-likelihood is the sum of squared errors plus ½ log π a value.
/// </summary>
/// <param name="network">[N, d] → μ [N, event…].</param>
/// <param name="scale">σ, or where it begins, above 0.</param>
/// <param name="isScaleLearnt">Whether σ = e^logScale is learnt with the network.</param>
public sealed class GaussianDecoder(Layer network, float scale, bool isScaleLearnt = false) : Module, IConditional<Distribution>
{
    private readonly float scale = scale is > 0 and < float.PositiveInfinity
        ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), $"GaussianDecoder: the scale is {scale}; expected more than 0.");

    public Layer Network { get; } = network;

    /// <summary>log σ, [1]; null where σ is fixed.</summary>
    public Parameter? LogScale { get; } = isScaleLearnt ? new Parameter([1]) : null;

    public Distribution Given(Tensor context, Pass pass = default)
    {
        var mean = Network.Forward(context, pass);
        return new Independent(new Normal(mean, LogScale is null ? scale : pass[LogScale].Exp()), mean.Rank - 1);
    }

    protected override void InitializeOwn(Rng rng)
    {
        if (LogScale is not null) Initializers.Constant(LogScale, (float)DoubleMath.Log(scale));
    }
}
