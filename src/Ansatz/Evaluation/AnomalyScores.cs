using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>How strange each example is to an autoencoder: −log p(x|z) + KL(q(z|x) ‖ p(z)), the mean over several draws of z, in nats; more is stranger.</summary>
public static class AnomalyScores
{
    /// <param name="model">The autoencoder, not changed.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="sampleCount">Draws an example, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no example or no draw, or an example holds values that the model does not take.</exception>
    public static double[] Of(VariationalAutoencoder model, Dataset dataset, Rng rng, int sampleCount = 4)
    {
        if (dataset.Count == 0) throw new ArgumentException("AnomalyScores: the data set is empty; give one example or more.");
        if (sampleCount < 1) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"AnomalyScores: {sampleCount} draws; expected 1 or more.");
        dataset.RequireValuesIn(model.ValueSupport, "AnomalyScores");
        var pool = new BufferPool();
        var scores = new double[dataset.Count];
        for (var draw = 0; draw < sampleCount; draw++)
        {
            var done = 0;
            foreach (var batch in Batches.RecycledInOrder(dataset))
            {
                using var scope = Tape.Scope(pool);
                var terms = model.Terms(batch with { Values = scope.Enter(batch.Values) }, new Pass(scope, rng: rng.Fork(draw).Fork(done)));
                ReadOnlySpan<float> reconstruction = terms.Reconstruction.Span, divergence = terms.Divergence.Span;
                for (var i = 0; i < batch.Count; i++) scores[done + i] += ((double)reconstruction[i] + divergence[i]) / sampleCount;
                done += batch.Count;
            }
        }
        return scores;
    }
}
