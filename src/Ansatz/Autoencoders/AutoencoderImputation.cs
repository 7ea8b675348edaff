using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>Draws of missing elements from p(x_missing | x_observed) by Metropolis within Gibbs: z and x_missing are drawn in turn.</summary>
/// <remarks>
/// Given x, a code z′ ~ q(z|x) is accepted with probability min(1, w(z′)/w(z)), where w(z) = p(x|z)·p(z)/q(z|x). This step leaves p(z|x) as it is. Then x_missing ~ p(x_missing|z). In the first tenth of the
/// steps every code is accepted, which brings the chain to likely images.
/// Mattei and Frellsen, Leveraging the exact likelihood of deep latent variable models (2018), algorithm 1; without the Metropolis test: Rezende, Mohamed and Wierstra, Stochastic
/// backpropagation and approximate inference in deep generative models (2014), appendix F.
/// </remarks>
public static class AutoencoderImputation
{
    private const int RowsAtOnce = 256;

    extension(IAutoencoder model)
    {
        /// <summary>Draws of missing elements given the observed ones.</summary>
        /// <remarks>A decoder whose score is no likelihood, such as the cross-entropy of gray pixels, has no draws of x; then missing elements are its means.</remarks>
        /// <param name="x">[n, example…], NaN where an element is missing.</param>
        /// <param name="rng">The stream of the chains.</param>
        /// <param name="drawCount">Chains per example, 1 or more.</param>
        /// <param name="stepCount">Steps of each chain, 1 or more. More steps bring the draws nearer to their distribution.</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="cancellation">Ends between two steps.</param>
        /// <exception cref="ArgumentException">x has another shape, holds an infinity or a value that the model does not take.</exception>
        public Imputation Impute(Tensor x, Rng rng, int drawCount = 1, int stepCount = 500, int[]? labels = null, CancellationToken cancellation = default)
        {
            if (x.Rank < 1) throw new ArgumentException("Impute: found a single number; expected [n, example…] with NaN for missing elements.", nameof(x));
            Imputation.Check("Impute", x, x.Shape[1..], drawCount);
            if (stepCount < 1) throw new ArgumentOutOfRangeException(nameof(stepCount), $"Impute: {stepCount} steps; expected 1 or more.");
            var count = x.Shape[0];
            if (labels is not null && labels.Length != count) throw new ArgumentException($"Impute: {labels.Length} labels for {count} examples; expected one each.", nameof(labels));
            var all = x.BroadcastTo(new Shape(drawCount).Concat(x.Shape)).Reshape(new Shape(drawCount * count).Concat(x.Shape[1..]));
            var draws = new float[all.Length];
            var pool = new BufferPool();
            double accepted = 0;
            for (var first = 0; first < all.Shape[0]; first += RowsAtOnce)
            {
                var rows = Math.Min(RowsAtOnce, all.Shape[0] - first);
                var chains = new Chains(model, all.Slice(0, first, rows), labels is null ? null : [.. Enumerable.Range(first, rows).Select(i => labels[i % count])]);
                accepted += chains.Run(stepCount, rng.Fork(first), pool, cancellation);
                chains.States.CopyTo(draws, first * x.Length / count);
            }
            return new(Tensor.From(draws, new Shape(drawCount).Concat(x.Shape)), accepted / all.Shape[0]);
        }
    }

    private sealed class Chains
    {
        private readonly IAutoencoder model;
        private readonly Shape shape;
        private readonly int[]? labels;
        private readonly float[] given;
        private readonly bool[] missing;

        public Chains(IAutoencoder model, Tensor x, int[]? labels)
        {
            (this.model, this.labels, shape, given) = (model, labels, x.Shape, x.ToArray());
            missing = Imputation.Missing(given);
            States = given.ToArray();
        }

        public float[] States { get; }

        /// <summary>Returns the sum over the chains of their shares of accepted codes.</summary>
        public double Run(int stepCount, Rng rng, BufferPool pool, CancellationToken cancellation)
        {
            int rows = shape[0], warmUp = stepCount / 10;
            Tensor? codes = null;
            long accepted = 0, tested = 0;
            Begin(rng.Fork("start"), pool);
            for (var step = 0; step < stepCount; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = Tape.Scope(pool);
                var pass = new Pass(scope);
                var stream = rng.Fork(step);
                var x = scope.Enter(Tensor.From(States, shape));
                Distribution q = model.Encoder.Given(new Context(x, labels), pass), prior = model.Prior.Given(Context.Of(labels), pass);
                var (z, _) = q.SampleAndLogProb(stream.Fork("code"));
                var next = z.Detach();
                if (codes is not null && step >= warmUp)
                {
                    ReadOnlySpan<float> before = LogWeights(x, codes, q, prior, pass).Span, after = LogWeights(x, next, q, prior, pass).Span;
                    var thresholds = new float[rows];
                    stream.Fork("accept").Uniform(thresholds);
                    var size = next.Length / rows;
                    var kept = codes.ToArray();
                    for (var i = 0; i < rows; i++)
                    {
                        if (!(DoubleMath.Log(thresholds[i]) < (double)after[i] - before[i])) continue;
                        next.Span.Slice(i * size, size).CopyTo(kept.AsSpan(i * size));
                        accepted++;
                    }
                    tested += rows;
                    next = Tensor.From(kept, next.Shape);
                }
                codes = next;
                Fill(model.Decoder.Given(new Context(scope.Enter(codes), labels), pass), stream.Fork("values"));
            }
            return tested == 0 ? rows : rows * (accepted / (double)tested);
        }

        private Tensor LogWeights(Tensor x, Tensor z, Distribution q, Distribution prior, Pass pass)
        {
            var code = pass.Tape!.Enter(z);
            return model.Decoder.Given(new Context(code, labels), pass).LogProb(x) + prior.LogProb(code) - q.LogProb(code);
        }

        // The first missing elements are those of an image decoded from the prior.
        private void Begin(Rng rng, BufferPool pool)
        {
            using var scope = Tape.Scope(pool);
            var pass = new Pass(scope);
            var prior = model.Prior.Given(Context.Of(labels), pass);
            var z = prior.Sample(rng.Fork("code"), prior.BatchShape.Rank == 0 ? [shape[0]] : []);
            var p = model.Decoder.Given(new Context(z, labels), pass);
            Fill(p, rng.Fork("values"));
        }

        private void Fill(Distribution p, Rng rng)
        {
            var drawn = (p.IsNormalized ? p.Sample(rng) : p.Mean).Span;
            for (var i = 0; i < drawn.Length; i++) States[i] = missing[i] ? drawn[i] : given[i];
        }
    }
}
