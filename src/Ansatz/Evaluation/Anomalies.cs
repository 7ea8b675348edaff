using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The anomaly of each example under an autoencoder: −log p(x|z) + KL(q(z|x) ‖ p(z)), the mean over several draws of z, in nats. A larger number is more anomalous.
/// It is the negative score, without the model's <see cref="IAutoencoder.ScoreConstant"/>.
/// </summary>
public static class Anomalies
{
    /// <param name="model">The autoencoder, not changed.</param>
    /// <param name="examples">One or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="sampleCount">Draws per example, 1 or more.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="ArgumentException">There is no example or no draw, or an example holds values that the model does not take.</exception>
    public static double[] Of(IAutoencoder model, IExampleSource examples, Rng rng, int sampleCount = 4, BufferPool? pool = null, CancellationToken cancellation = default) =>
        model.NegativeBounds("Anomalies", examples, rng, sampleCount, pool, cancellation);
}
