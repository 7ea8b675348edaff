using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>An estimate of the mean log-likelihood of a data set, in nats.</summary>
/// <param name="Mean">Over the examples; on average it lies a little below the truth.</param>
/// <param name="StandardError">Of the mean, as examples differ; NaN of one example.</param>
/// <param name="MonteCarloError">Of the mean, as the draws of z differ; NaN of one draw.</param>
/// <param name="ByExample">The estimate for each example.</param>
public sealed record LikelihoodEstimate(double Mean, double StandardError, double MonteCarloError, double[] ByExample);

/// <summary>
/// log p(x) ≈ log 1/k ∑ᵢ p(x|zᵢ)·p(zᵢ)/q(zᵢ|x) with k draws of z ~ q(z|x), summed in double.
/// </summary>
/// <remarks>Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016), section 5: 5,000 draws an image.</remarks>
public static class ImportanceWeightedLikelihood
{
    private const int ExamplesAtOnce = 20, DrawsAtOnce = 20;

    /// <param name="model">Its decoder must give a likelihood.</param>
    /// <param name="dataset">One example or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="sampleCount">k, 1 or more.</param>
    /// <param name="progress">Told how many examples are done.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="NotSupportedException">The decoder's score is not normalized, so it is no likelihood.</exception>
    public static LikelihoodEstimate Of(VariationalAutoencoder model, Dataset dataset, Rng rng, int sampleCount,
        IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        if (dataset.Count == 0) throw new ArgumentException("ImportanceWeightedLikelihood: the data set is empty; give one example or more.");
        if (sampleCount < 1) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"ImportanceWeightedLikelihood: {sampleCount} draws; expected 1 or more.");
        dataset.RequireValuesIn(model.ValueSupport, "ImportanceWeightedLikelihood");
        var pool = new BufferPool();
        var estimates = new double[dataset.Count];
        var monteCarlo = 0.0;
        var done = 0;
        foreach (var batch in new Batches(dataset, ExamplesAtOnce).Recycled(0))
        {
            var sums = new WeightSums(batch.Count);
            for (var first = 0; first < sampleCount; first += DrawsAtOnce)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = Tape.Scope(pool);
                var pass = new Pass(scope, rng: rng.Fork(done).Fork(first));
                if (first == 0) RequireLikelihood(model, batch, pass);
                sums.Add(LogWeights(model, batch with { Values = scope.Enter(batch.Values) }, Math.Min(DrawsAtOnce, sampleCount - first), pass));
            }
            for (var i = 0; i < batch.Count; i++)
            {
                estimates[done + i] = sums.LogMean(i, sampleCount) - model.ScoreConstant;
                monteCarlo += sums.RelativeVariance(i, sampleCount);
            }
            done += batch.Count;
            progress?.Report(done);
        }
        var mean = estimates.Sum() / estimates.Length;
        var squares = estimates.Sum(e => (e - mean) * (e - mean));
        var standardError = estimates.Length > 1 ? Math.Sqrt(squares / (estimates.Length - 1) / estimates.Length) : double.NaN;
        return new LikelihoodEstimate(mean, standardError, Math.Sqrt(monteCarlo) / estimates.Length, estimates);
    }

    private static Tensor LogWeights(VariationalAutoencoder model, Batch batch, int count, Pass pass)
    {
        var (reconstruction, divergence, _) = model.Weigh(batch, count, pass);
        return -(reconstruction + divergence);
    }

    private static void RequireLikelihood(VariationalAutoencoder model, Batch batch, Pass pass)
    {
        var z = pass.Tape!.Enter(Tensor.Zeros(new Shape(batch.Count).Concat(model.Prior.EventShape)));
        if (!model.Decoder.Given(z, pass with { Labels = batch.Labels }).IsNormalized)
            throw new NotSupportedException("ImportanceWeightedLikelihood: the decoder's score is not normalized, so there is no likelihood; use a decoder such as BernoulliDecoder or ContinuousBernoulliDecoder.");
    }

    /// <summary>∑w and ∑w² of each example, both relative to the largest weight so far.</summary>
    private sealed class WeightSums(int count)
    {
        private readonly double[] largest = [.. Enumerable.Repeat(double.NegativeInfinity, count)], sums = new double[count], squares = new double[count];

        /// <param name="logWeights">[k, count].</param>
        public void Add(Tensor logWeights)
        {
            ReadOnlySpan<float> all = logWeights.Span;
            for (var n = 0; n < all.Length; n++)
            {
                var i = n % count;
                double log = all[n];
                if (log > largest[i])
                {
                    var shrink = DoubleMath.Exp(largest[i] - log);
                    (sums[i], squares[i], largest[i]) = (sums[i] * shrink, squares[i] * shrink * shrink, log);
                }
                if (double.IsNegativeInfinity(log)) continue;
                var weight = DoubleMath.Exp(log - largest[i]);
                sums[i] += weight;
                squares[i] += weight * weight;
            }
        }

        public double LogMean(int i, int sampleCount) => largest[i] + DoubleMath.Log(sums[i] / sampleCount);

        /// <summary>Var(w̄)/w̄², the variance of log w̄ where it is small.</summary>
        public double RelativeVariance(int i, int sampleCount) => sampleCount < 2 ? double.NaN : Math.Max(0, squares[i] / (sums[i] * sums[i]) - 1.0 / sampleCount);
    }
}
