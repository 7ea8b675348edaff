using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// log p(x) ≈ log 1/k ∑ᵢ p(x|zᵢ)·p(zᵢ)/q(zᵢ|x) with k draws of z ~ q(z|x), summed in double.
/// </summary>
/// <remarks>Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016), section 5: 5,000 draws per image.</remarks>
public static class ImportanceWeightedLikelihood
{
    private const int ExamplesAtOnce = 20, DrawsAtOnce = 20;

    /// <param name="model">Its decoder must give a likelihood.</param>
    /// <param name="examples">One example or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="sampleCount">k, 1 or more.</param>
    /// <param name="progress">Told how many examples are done.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="NotSupportedException">The decoder's score is not normalized, so it is no likelihood.</exception>
    public static LikelihoodEstimate Of(IAutoencoder model, IExampleSource examples, Rng rng, int sampleCount,
        IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        examples.RequireExamples("ImportanceWeightedLikelihood");
        if (sampleCount < 1) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"ImportanceWeightedLikelihood: {sampleCount} draws; expected 1 or more.");
        examples.RequireValuesIn(model.ValueSupport, "ImportanceWeightedLikelihood");
        var pool = new BufferPool();
        var estimates = new double[examples.Count];
        var weights = new ImportanceDiagnostic[examples.Count];
        var done = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool, ExamplesAtOnce))
        {
            double[][] logWeights = [.. Enumerable.Range(0, batch.Count).Select(_ => new double[sampleCount])];
            for (var first = 0; first < sampleCount; first += DrawsAtOnce)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = Tape.Scope(pool);
                var pass = new Pass(scope, rng: rng.Fork(done).Fork(first));
                if (first == 0) RequireLikelihood(model, batch, pass);
                var drawn = LogWeights(model, batch with { Values = scope.Enter(batch.Values) }, Math.Min(DrawsAtOnce, sampleCount - first), pass);
                for (var n = 0; n < drawn.Length; n++) logWeights[n % batch.Count][first + n / batch.Count] = drawn.Span[n];
            }
            for (var i = 0; i < batch.Count; i++)
            {
                estimates[done + i] = DoubleMath.LogMeanExp(logWeights[i]) - model.ScoreConstant;
                weights[done + i] = ImportanceDiagnostic.Of(logWeights[i]);
            }
            done += batch.Count;
            progress?.Report(done);
        }
        return LikelihoodEstimate.Of(estimates, weights);
    }

    // [draws, examples].
    private static Tensor LogWeights(IAutoencoder model, Batch batch, int count, Pass pass)
    {
        var terms = AutoencoderTerms.AtDraws(model, batch, count, pass);
        return -(terms.Reconstruction + terms.Divergence);
    }

    private static void RequireLikelihood(IAutoencoder model, Batch batch, Pass pass)
    {
        var z = pass.Tape!.Enter(Tensor.Zeros(new Shape(batch.Count).Concat(model.LatentShape)));
        if (!model.Decoder.Given(new Context(z, batch.Labels), pass).IsNormalized)
            throw new NotSupportedException("ImportanceWeightedLikelihood: the decoder's score is not normalized, so there is no likelihood; use a decoder such as BernoulliDecoder or ContinuousBernoulliDecoder.");
    }
}
