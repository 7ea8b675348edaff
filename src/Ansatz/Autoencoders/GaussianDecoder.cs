using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(x|z) = N(μ(z), σ²·I). A network computes μ. σ is one number: it is fixed, or learnt by gradient, or <see cref="Calibrated"/>. With a linear network this is
/// probabilistic principal component analysis (Tipping and Bishop, 1999). With σ = √½ the negative log-likelihood is the sum of squared errors plus ½ log π
/// per value.
/// </summary>
/// <param name="network">[N, d] → μ [N, event…].</param>
/// <param name="scale">σ, above 0. If σ is learnt, this is its initial value.</param>
/// <param name="isScaleLearnt">Whether σ = e^logScale is learnt with the network.</param>
public sealed class GaussianDecoder(Layer network, float scale, bool isScaleLearnt = false) : Module, IConditional<Distribution>
{
    /// <summary>
    /// The least σ of a calibrated decoder: a quarter of the step between two levels of 8-bit pixels. Without a limit, the density would be infinite if the network
    /// reproduced its input exactly.
    /// </summary>
    internal const double LeastScale = 1e-3;

    private readonly float scale = scale is > 0 and < float.PositiveInfinity
        ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), $"GaussianDecoder: the scale is {scale}; expected more than 0.");

    [field: SavedAs("network")]
    public Layer Network { get; } = network;

    /// <summary>log σ, [1]; null if σ is fixed. In a calibrated decoder it is a statistic and not a trained parameter.</summary>
    [field: SavedAs("logScale")]
    public Parameter? LogScale { get; private init; } = isScaleLearnt ? new Parameter([1]) : null;

    /// <summary>Whether each training step uses the maximum-likelihood σ of its batch, see <see cref="Calibrated"/>.</summary>
    internal bool IsCalibrated => LogScale is { IsTrainable: false };

    /// <summary>
    /// A decoder whose σ² is computed at each training step: the mean squared error ∑(x − μ)²/n over all n values of the batch. This is the maximum-likelihood
    /// estimate of σ². <see cref="LogScale"/> keeps log σ of the last step for evaluation. After training, <c>Calibration</c> replaces it by the value for a whole data
    /// set.
    /// </summary>
    /// <remarks>
    /// Rybkin, Daniilidis and Levine, Simple and effective VAE training with calibrated decoders (2021), "optimal σ-VAE". The derivative of the likelihood with
    /// respect to σ is 0 at this σ. So the backward pass treats σ as a constant: the gradient of μ is the same.
    /// </remarks>
    /// <param name="network">[N, d] → μ [N, event…].</param>
    public static GaussianDecoder Calibrated(Layer network) => new(network, 1) { LogScale = new Parameter([1], isTrainable: false) };

    public Distribution Given(Context context, Pass pass = default)
    {
        var mean = Network.Forward(context, pass);
        return new Independent(new Normal(mean, LogScale is null ? scale : pass[LogScale].Exp()), mean.Rank - 1);
    }

    /// <summary>p(x|z) with the maximum-likelihood σ for these values. The pass collects log σ and assigns it to <see cref="LogScale"/> after the step.</summary>
    internal Distribution Fitted(Context context, Tensor values, Pass pass)
    {
        var mean = Network.Forward(context, pass);
        var fitted = Math.Max(LeastScale, Math.Sqrt(SquareSum.Of((values - mean).Span) / values.Length));
        pass.Collect(LogScale!, Tensor.From([(float)DoubleMath.Log(fitted)]), momentum: 0);
        return new Independent(new Normal(mean, (float)fitted), mean.Rank - 1);
    }

    protected override void InitializeOwn(Rng rng)
    {
        if (LogScale is not null) Initializers.Constant(LogScale, (float)DoubleMath.Log(scale));
    }
}
