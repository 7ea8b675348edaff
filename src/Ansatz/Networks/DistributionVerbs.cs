using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Methods of models that are distributions over examples, such as flows and mixtures. They run in evaluation mode. A conditional model needs the label of each
/// example. A source of examples holds its own labels.
/// </summary>
public static class DistributionVerbs
{
    extension(IConditional<Distribution> model)
    {
        /// <summary>New examples.</summary>
        /// <param name="rng">The stream to draw from.</param>
        /// <param name="count">1 or more.</param>
        /// <param name="labels">[count] classes where the model is conditional, else null.</param>
        /// <returns>[count, example…].</returns>
        public Tensor Sample(Rng rng, int count, int[]? labels = null)
        {
            if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"Sample: {count} examples; expected 1 or more.");
            if (labels is not null && labels.Length != count) throw new ArgumentException($"Sample: {labels.Length} labels for {count} examples; expected one each.", nameof(labels));
            var distribution = model.Given(Context.Of(labels));
            return distribution.Sample(rng, distribution.BatchShape.Rank == 0 ? [count] : []);
        }

        /// <summary>log p(x) of each example, in nats.</summary>
        /// <param name="x">[n, example…].</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Checked before each batch.</param>
        public double[] Score(Tensor x, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default) =>
            model.Score(new TensorExamples(x, labels, "Score"), pool, cancellation);

        /// <summary>log p(x) of each example of a source, in nats.</summary>
        /// <param name="examples">One or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Checked before each batch.</param>
        public double[] Score(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) => Array.ConvertAll(
            BatchMap.Run("Score", examples, (batch, pass) => model.Given(Context.Of(batch.Labels), pass).LogProb(batch.Values), pool, cancellation).ToArray(), p => (double)p);
    }

    extension(Distribution model)
    {
        /// <summary>log p(x) of each example of a source, in nats: <see cref="Distribution.LogProb"/> batch by batch.</summary>
        /// <param name="examples">One or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Checked before each batch.</param>
        public double[] Score(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) => new Unconditional(model).Score(examples, pool, cancellation);
    }
}
