using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// What a trained autoencoder does, in evaluation mode: the same verbs for tensors [n, …] and for sources of examples, which are read batch by batch.
/// A conditional model takes the label of each example; a source has its own.
/// </summary>
/// <remarks>
/// <para>E[z|x] of a posterior that is a flow is estimated by fixed draws.</para>
/// <para>Every verb may be given a <see cref="BufferPool"/>, so that repeated calls allocate little, and a <see cref="CancellationToken"/>, which ends between two batches.</para>
/// </remarks>
public static class AutoencoderVerbs
{
    private const int DefaultDraws = 4;

    extension(IAutoencoder model)
    {
        /// <summary>The shape of one z, for instance [2].</summary>
        public Shape LatentShape
        {
            get
            {
                using var tape = new Tape();
                return model.Prior.Given(Tensor.Zeros([1, 0]), Pass.Of(new NetworkTrace(tape))).EventShape;
            }
        }

        /// <summary>Encoder, decoder and a learnt prior as tables: layers, shapes, parameters, operations. The model need not be initialised.</summary>
        /// <param name="example">The shape of one x.</param>
        public string Summary(Shape example)
        {
            var tables = new List<NetworkSummary> { NetworkSummary.Of("encoder", model.Encoder, example), NetworkSummary.Of("decoder", model.Decoder, model.LatentShape) };
            if (model.Prior is Module) tables.Add(NetworkSummary.Of("prior", model.Prior, [0]));
            var count = model is Module whole ? whole.CountParameters() : tables.Sum(t => t.ParameterCount);
            return $"{string.Join('\n', tables)}\n{count:#,0} parameters in all\n";
        }

        /// <summary>New examples: z from the prior, decoded. A decoded sample is the decoder's mean, E[x|z].</summary>
        /// <param name="rng">The stream of z.</param>
        /// <param name="count">1 or more.</param>
        /// <param name="labels">[count] classes where the model is conditional, else null.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[count, example…].</returns>
        public Tensor Sample(Rng rng, int count, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default)
        {
            if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"Sample: {count} examples; expected 1 or more.");
            if (labels is not null && labels.Length != count) throw new ArgumentException($"Sample: {labels.Length} labels for {count} examples; expected one each.", nameof(labels));
            var prior = model.Prior.Given(Context.Of(labels));
            return model.Decode(prior.Sample(rng, prior.BatchShape.Rank == 0 ? [count] : []), labels, pool, cancellation);
        }

        /// <summary>E[z|x] of each example.</summary>
        /// <param name="x">[n, example…].</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[n, latent…].</returns>
        public Tensor Encode(Tensor x, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default) =>
            model.Encode(new TensorExamples(x, labels, "Encode"), pool, cancellation);

        /// <summary>E[z|x] of each example of a source.</summary>
        /// <param name="examples">One or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[n, latent…].</returns>
        public Tensor Encode(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) =>
            BatchMap.Run("Encode", examples, (batch, pass) => PosteriorMoments.Mean(model.Encoder.Given(batch.Context, pass)), pool, cancellation);

        /// <summary>E[x|z] of each latent point.</summary>
        /// <param name="z">[n, latent…].</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[n, example…].</returns>
        public Tensor Decode(Tensor z, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default) =>
            BatchMap.Run("Decode", new TensorExamples(z, labels, "Decode"), (batch, pass) => model.Decoder.Given(batch.Context, pass).Mean, pool, cancellation);

        /// <summary>Each example, decoded from the mean of its code: E[x|z] at z = E[z|x].</summary>
        /// <param name="x">[n, example…].</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[n, example…].</returns>
        public Tensor Reconstruct(Tensor x, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default) =>
            model.Reconstruct(new TensorExamples(x, labels, "Reconstruct"), pool, cancellation);

        /// <summary>Each example of a source, decoded from the mean of its code.</summary>
        /// <param name="examples">One or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <returns>[n, example…].</returns>
        public Tensor Reconstruct(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) =>
            BatchMap.Run("Reconstruct", examples,
                (batch, pass) => model.Decoder.Given(batch.Context with { Values = PosteriorMoments.Mean(model.Encoder.Given(batch.Context, pass)) }, pass).Mean, pool, cancellation);

        /// <summary>A lower bound of log p(x) for each example, in nats: log p(x|z) + log p(z) − log q(z|x), the mean over draws of z. Higher is more likely.</summary>
        /// <remarks>Where KL(q ‖ p) has a closed form, it stands for its estimate. If the decoder's score is not normalized, so is the bound.</remarks>
        /// <param name="x">[n, example…].</param>
        /// <param name="rng">The stream of the draws.</param>
        /// <param name="labels">[n] classes where the model is conditional, else null.</param>
        /// <param name="sampleCount">Draws for each example, 1 or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <exception cref="ArgumentException">There is no example or no draw, or an example holds values that the model does not take.</exception>
        public double[] Score(Tensor x, Rng rng, int[]? labels = null, int sampleCount = DefaultDraws, BufferPool? pool = null, CancellationToken cancellation = default) =>
            model.Score(new TensorExamples(x, labels, "Score"), rng, sampleCount, pool, cancellation);

        /// <summary>The same for each example of a source.</summary>
        /// <param name="examples">One or more.</param>
        /// <param name="rng">The stream of the draws.</param>
        /// <param name="sampleCount">Draws for each example, 1 or more.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <param name="cancellation">Ends between two batches.</param>
        /// <exception cref="ArgumentException">There is no example or no draw, or an example holds values that the model does not take.</exception>
        public double[] Score(IExampleSource examples, Rng rng, int sampleCount = DefaultDraws, BufferPool? pool = null, CancellationToken cancellation = default)
        {
            var bounds = model.NegativeBounds("Score", examples, rng, sampleCount, pool, cancellation);
            for (var i = 0; i < bounds.Length; i++) bounds[i] = -(bounds[i] + model.ScoreConstant);
            return bounds;
        }

        /// <summary>The negative bounds without <see cref="IAutoencoder.ScoreConstant"/>: reconstruction + divergence, the mean over the draws.</summary>
        internal double[] NegativeBounds(string reader, IExampleSource examples, Rng rng, int sampleCount, BufferPool? pool, CancellationToken cancellation)
        {
            examples.RequireExamples(reader);
            if (sampleCount < 1) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"{reader}: {sampleCount} draws; expected 1 or more.");
            pool ??= new BufferPool();
            examples.RequireValuesIn(model.ValueSupport, reader, pool);
            var bounds = new double[examples.Count];
            for (var draw = 0; draw < sampleCount; draw++)
            {
                var done = 0;
                foreach (var batch in ExampleReader.InOrder(examples, pool))
                {
                    cancellation.ThrowIfCancellationRequested();
                    using var scope = Tape.Scope(pool);
                    var terms = AutoencoderTerms.Of(model, batch with { Values = scope.Enter(batch.Values) }, new Pass(scope, rng: rng.Fork(draw).Fork(done)));
                    ReadOnlySpan<float> reconstruction = terms.Reconstruction.Span, divergence = terms.Divergence.Span;
                    for (var i = 0; i < batch.Count; i++) bounds[done + i] += ((double)reconstruction[i] + divergence[i]) / sampleCount;
                    done += batch.Count;
                }
            }
            return bounds;
        }
    }
}
