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
    }
}
