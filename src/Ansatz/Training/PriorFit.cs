using Ansatz.Autoencoders;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Fits the prior of a trained autoencoder to its codes: maximizes E[log p(z)] over z ~ 1/N ∑ₙ q(z|xₙ), the aggregate posterior. Encoder and decoder stay as they are.
/// So the reconstruction stays, and the mean of KL(q(z|x) ‖ p(z)) falls to its least value in the family.
/// </summary>
/// <remarks>Hoffman and Johnson, ELBO surgery (2016): the mean divergence is I(x; z) + KL(q(z) ‖ p(z)), and only the second term depends on the prior.</remarks>
public static class PriorFit
{
    private const int WantedCodes = 1 << 16, MostDraws = 16, BatchSize = 512, EpochCount = 16;

    // A little regularization, because a component must not collapse where codes are few.
    private static readonly MixtureOptions mixtureOptions = new() { StartCount = 5, Tolerance = 1e-7, StepLimit = 1000, Regularization = 1e-6 };

    /// <summary>A mixture is fitted by expectation-maximization, a flow by maximum likelihood with Adam. Earlier weights of the prior are lost.</summary>
    /// <param name="model">Its prior is a <see cref="GaussianMixture"/> or a <see cref="Flow"/> of vectors.</param>
    /// <param name="examples">Those that trained it.</param>
    /// <param name="rng">The stream of the draws and of the fit.</param>
    /// <param name="cancellation">Ends the fit.</param>
    /// <exception cref="NotSupportedException">The prior is of another type.</exception>
    public static void Run(IAutoencoder model, IExampleSource examples, Rng rng, CancellationToken cancellation = default)
    {
        switch (model.Prior)
        {
            case GaussianMixture mixture:
                mixture.Fit(Array.ConvertAll(Codes(model, examples, rng.Fork("codes"), cancellation).ToArray(), c => (double)c), rng.Fork("fit"), mixtureOptions, cancellation);
                mixture.KeepRemainder(false);
                break;
            case Flow flow:
                flow.Fit(new TensorExamples(Codes(model, examples, rng.Fork("codes"), cancellation), null, nameof(PriorFit)), rng.Fork("fit"), epochCount: EpochCount, batchSize: BatchSize, cancellation: cancellation);
                break;
            default:
                throw new NotSupportedException($"PriorFit: the prior is a {model.Prior.GetType().Name}; expected a GaussianMixture or a Flow.");
        }
    }

    /// <summary>Draws from the posteriors of all examples, up to sixteen each, [n, d].</summary>
    private static Tensor Codes(IAutoencoder model, IExampleSource examples, Rng rng, CancellationToken cancellation)
    {
        var draws = Math.Clamp(WantedCodes / Math.Max(1, examples.Count), 1, MostDraws);
        var dimension = model.LatentShape.Size;
        var batches = 0;
        // The order of the rows has no meaning, so [draws, n, d] may be read as [n, draws, d].
        var codes = BatchMap.Run(nameof(PriorFit), examples,
            (batch, pass) => model.Encoder.Given(batch.Context, pass).Sample(rng.Fork(batches++), [draws]).Reshape([batch.Count, draws, dimension]), pool: null, cancellation);
        return codes.Reshape([examples.Count * draws, dimension]);
    }
}
