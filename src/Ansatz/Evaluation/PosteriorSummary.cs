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
/// The mean over x of KL(q(zⱼ|x) ‖ p(zⱼ)) in nats, per dimension. For a diagonal posterior and a Gaussian prior the sum is the whole divergence. For a full posterior the
/// whole divergence is larger by the total correlation of the dimensions. Two approximations: a prior that is no Gaussian is replaced by the Gaussian with the mean and
/// the variance of the codes, 1/N ∑ₙ q(zⱼ|xₙ), the best one; and a posterior that is no Gaussian, by the Gaussian with its moments.
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
    /// <exception cref="NotSupportedException">The posterior has no mean or no variance.</exception>
    public static PosteriorSummary Of(IAutoencoder model, IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        examples.RequireExamples("PosteriorSummary");
        var dimension = model.LatentShape.Size;
        pool ??= new BufferPool();
        var means = new float[examples.Count * dimension];
        double[] variances = new double[dimension], logVariances = new double[dimension];
        var done = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var q = model.Encoder.Given(new Context(scope.Enter(batch.Values), batch.Labels), new Pass(scope));
            var (mean, spread) = PosteriorMoments.Of(q);
            mean.CopyTo(means.AsSpan(done));
            ReadOnlySpan<float> variance = spread.Span;
            for (var i = 0; i < variance.Length; i++)
            {
                variances[i % dimension] += variance[i];
                logVariances[i % dimension] += DoubleMath.Log(variance[i]);
            }
            done += variance.Length;
        }
        for (var j = 0; j < dimension; j++) (variances[j], logVariances[j]) = (variances[j] / examples.Count, logVariances[j] / examples.Count);
        var prior = GaussianOf(model.Prior, examples) ?? Codes(means, variances);
        var kl = new double[dimension];
        for (var j = 0; j < dimension; j++)
        {
            // The mean of (σ² + (μ − m)²)/s² − 1 − log σ²/s², halved, for a prior of mean m and variance s².
            var (mean, variance) = prior[j];
            var square = 0.0;
            for (var i = j; i < means.Length; i += dimension) square += (means[i] - mean) * (means[i] - mean);
            kl[j] = ((variances[j] + square / examples.Count) / variance - 1 - logVariances[j] + DoubleMath.Log(variance)) / 2;
        }
        return new PosteriorSummary(means, dimension, variances, kl);
    }

    /// <summary>Mean and variance of each dimension of a prior that is one Gaussian for all examples; null for any other.</summary>
    private static (double Mean, double Variance)[]? GaussianOf(IConditional<Distribution> prior, IExampleSource examples) =>
        prior.Given(examples.HasLabels ? Context.Of([examples.Label(0)]) : Context.None) is (MultivariateNormalDiag or MultivariateNormalTriL) and { BatchShape.Rank: 0 } p
            ? [.. p.Mean.ToArray().Zip(p.Variance.ToArray(), (m, v) => ((double)m, (double)v))] : null;

    /// <summary>Mean and variance of each dimension of 1/N ∑ₙ q(z|xₙ).</summary>
    private static (double Mean, double Variance)[] Codes(float[] means, double[] variances)
    {
        var n = means.Length / variances.Length;
        return [.. variances.Select((variance, j) =>
        {
            double mean = 0, square = 0;
            for (var i = j; i < means.Length; i += variances.Length) mean += means[i] / (double)n;
            for (var i = j; i < means.Length; i += variances.Length) square += (means[i] - mean) * (means[i] - mean) / n;
            return (mean, variance + square);
        })];
    }
}
