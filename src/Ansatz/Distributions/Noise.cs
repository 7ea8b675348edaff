using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Noise as tensors. It lives in the memory of the tape that the parameters are on, so that a training step allocates nothing else.</summary>
public static class NoiseExtensions
{
    extension(Rng rng)
    {
        /// <summary>Standard normal values in the memory of the given tensor's tape, if it has one.</summary>
        public Tensor Normal(Shape shape, Tensor near)
        {
            var noise = Tensor.Allocate(shape, near.Tape);
            rng.Normal(noise.Span);
            return noise;
        }

        /// <summary>Uniform values in (0, 1) in the memory of the given tensor's tape, if it has one.</summary>
        public Tensor Uniform(Shape shape, Tensor near)
        {
            var noise = Tensor.Allocate(shape, near.Tape);
            rng.Uniform(noise.Span);
            return noise;
        }

        /// <summary>1 with the probabilities given, else 0; without a gradient.</summary>
        /// <param name="probs">Broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        public Tensor Bernoulli(Tensor probs, Shape shape)
        {
            var untracked = probs.View(probs.Shape);
            var draws = Tensor.Allocate(shape, untracked.Tape);
            rng.Bernoulli(untracked.BroadcastTo(shape).Span, draws.Span);
            return draws;
        }

        /// <summary>Indices along the last dimension of the probabilities, each drawn as often as its probability says; without a gradient.</summary>
        /// <param name="probs">[…batch, K], each row with sum 1.</param>
        /// <param name="sampleShape">The draws have shape [sample…, batch…].</param>
        public Tensor Categorical(Tensor probs, Shape sampleShape)
        {
            var count = probs.Shape[^1];
            var draws = rng.Uniform(sampleShape.Concat(probs.Shape[..^1]), near: probs);
            Span<float> u = draws.Span;
            ReadOnlySpan<float> rows = probs.Span;
            for (var i = 0; i < u.Length; i++)
            {
                var row = rows.Slice(i % (rows.Length / count) * count, count);
                // The first index whose cumulative probability exceeds u; rounding may leave the last total below u, then it is the last that can occur.
                int index = 0, possible = 0;
                for (float total = 0; index < count; index++)
                {
                    total += row[index];
                    if (row[index] > 0) possible = index;
                    if (u[i] < total) break;
                }
                u[i] = index < count ? index : possible;
            }
            return draws;
        }
    }
}
