using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Gives a calibrated Gaussian decoder the σ of a whole data set, after training: σ² = ∑(x − μ)²/n over its n values, with one posterior draw per example.</summary>
/// <remarks>
/// Rybkin, Daniilidis and Levine, Simple and effective VAE training with calibrated decoders (2021). The sum of squares follows from the mean of −log p under the present
/// σ₀: −log p(x|z) = ½D log 2πσ₀² + ∑(x − μ)²/(2σ₀²) for D values per example, so σ² = σ₀²(2r/D − log 2πσ₀²) with r the mean over the examples.
/// </remarks>
public static class Calibration
{
    /// <summary>Sets σ. Does nothing to a decoder that is not <see cref="GaussianDecoder.Calibrated"/>.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="trained">The model on what it sees of the examples in training; the model itself where nothing is done to them.</param>
    /// <param name="examples">The training set, one example or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>Whether there was a σ to set.</returns>
    public static bool Apply(IAutoencoder model, ITrainable trained, IExampleSource examples, Rng rng, CancellationToken cancellation = default)
    {
        if (model.Decoder is not GaussianDecoder { IsCalibrated: true, LogScale: { } logScale }) return false;
        var start = (double)logScale.Value.Item();
        var score = Validation.Of(trained, examples, rng, cancellation: cancellation)["reconstruction"];
        var variance = DoubleMath.Exp(2 * start) * (2 * score / examples.ExampleShape.Size - DoubleMath.Log(2 * Math.PI) - 2 * start);
        logScale.Assign([(float)DoubleMath.Log(Math.Max(GaussianDecoder.LeastScale, Math.Sqrt(Math.Max(0, variance))))]);
        return true;
    }
}
