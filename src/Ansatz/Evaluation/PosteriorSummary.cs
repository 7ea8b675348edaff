using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>An autoencoder's posterior on a data set, by dimension: which latent dimensions are used, and how much.</summary>
/// <param name="Means">E[z|x] of each example, [n, dimension] row by row.</param>
/// <param name="Dimension">Latent dimensions.</param>
/// <param name="Variances">The mean over x of Var[z|x], per dimension.</param>
/// <param name="KlByDimension">
/// The mean over x of KL(q(zⱼ|x) ‖ p(zⱼ)) in nats, per dimension. For a diagonal posterior the sum is the whole divergence. For a full one the whole divergence is
/// larger by the total correlation of the dimensions.
/// </param>
public sealed record PosteriorSummary(ReadOnlyMemory<float> Means, int Dimension, IReadOnlyList<double> Variances, IReadOnlyList<double> KlByDimension)
{
    /// <summary>See <see cref="ActiveUnits"/>.</summary>
    public int ActiveUnitCount => ActiveUnits.Count(Means.Span, Dimension);

    /// <summary>The dimensions in ascending order of the posterior variance; the first one determines x best.</summary>
    public IReadOnlyList<int> ByInformation => [.. Enumerable.Range(0, Dimension).OrderBy(j => Variances[j])];

    /// <summary>The dimensions in descending order of their nats.</summary>
    public IReadOnlyList<int> ByDivergence => [.. Enumerable.Range(0, Dimension).OrderByDescending(j => KlByDimension[j])];

    /// <param name="model">The autoencoder, not changed.</param>
    /// <param name="examples">One or more.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="NotSupportedException">The posterior is not Gaussian, or the prior is not one Gaussian for all examples.</exception>
    public static PosteriorSummary Of(IAutoencoder model, IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        examples.RequireExamples("PosteriorSummary");
        var prior = model.Prior.Given(Context.None);
        RequireGaussian(prior, "prior");
        var dimension = prior.EventShape.Size;
        float[] priorMean = prior.Mean.ToArray(), priorVariance = prior.Variance.ToArray();
        pool ??= new BufferPool();
        var means = new float[examples.Count * dimension];
        double[] variances = new double[dimension], kl = new double[dimension];
        var done = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var q = model.Encoder.Given(new Context(scope.Enter(batch.Values), batch.Labels), new Pass(scope));
            RequireGaussian(q, "posterior");
            q.Mean.CopyTo(means.AsSpan(done));
            ReadOnlySpan<float> variance = q.Variance.Span;
            for (var i = 0; i < variance.Length; i++)
            {
                var j = i % dimension;
                double ratio = (double)variance[i] / priorVariance[j], shift = means[done + i] - priorMean[j];
                variances[j] += variance[i];
                kl[j] += (ratio + shift * shift / priorVariance[j] - 1 - DoubleMath.Log(ratio)) / 2;
            }
            done += variance.Length;
        }
        return new PosteriorSummary(means, dimension, [.. variances.Select(v => v / examples.Count)], [.. kl.Select(v => v / examples.Count)]);
    }

    private static void RequireGaussian(Distribution distribution, string name)
    {
        if (distribution is not (MultivariateNormalDiag or MultivariateNormalTriL))
            throw new NotSupportedException($"PosteriorSummary: the {name} is a {distribution.GetType().Name}; expected a multivariate normal.");
    }
}
