using System.Runtime.InteropServices;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Noise as tensors. It lives in the memory of the tape that the parameters are on, so that a training step allocates nothing else.</summary>
public static class NoiseExtensions
{
    extension(Rng rng)
    {
        /// <summary>Standard normal values, in the memory of the tape if there is one.</summary>
        public Tensor Normal(Shape shape, Tape? tape)
        {
            var noise = Tensor.Allocate(shape, tape);
            rng.Normal(noise.Span);
            return noise;
        }

        /// <summary>Uniform values in (0, 1), in the memory of the tape if there is one.</summary>
        public Tensor Uniform(Shape shape, Tape? tape)
        {
            var noise = Tensor.Allocate(shape, tape);
            rng.Uniform(noise.Span);
            return noise;
        }

        /// <summary>1 with the probabilities given, else 0; without a gradient.</summary>
        /// <param name="probs">Broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        public Tensor Bernoulli(Tensor probs, Shape shape)
        {
            var untracked = probs.StopGradient();
            var draws = Tensor.Allocate(shape, untracked.Tape);
            rng.Bernoulli(untracked.BroadcastTo(shape).Span, draws.Span);
            return draws;
        }

        /// <summary>Indices along the last dimension of the probabilities, each drawn as often as its probability says; without a gradient.</summary>
        /// <remarks>
        /// An index is the first whose cumulative probability exceeds u times the row's sum, u = (x + ½)·2⁻³² from one word x. Sums are in double: in single
        /// precision, those of a million equal terms stand still before the last ones. An index of probability 0 leaves the sum unchanged and is never the first.
        /// </remarks>
        /// <param name="probs">[…batch, K]; a row is divided by its sum.</param>
        /// <param name="sampleShape">The draws have shape [sample…, batch…].</param>
        public Tensor Categorical(Tensor probs, Shape sampleShape)
        {
            var (count, rows) = (probs.Shape[^1], probs.Shape[..^1].Size);
            var draws = Tensor.Allocate(sampleShape.Concat(probs.Shape[..^1]), probs.Tape);
            Span<float> to = draws.Span;
            rng.Bits(MemoryMarshal.Cast<float, uint>(to));
            var sums = new double[count];
            for (var row = 0; row < rows; row++)
            {
                var total = 0.0;
                for (var k = 0; k < count; k++) sums[k] = total += probs.Span[row * count + k];
                for (var i = row; i < to.Length; i += rows)
                {
                    var u = (BitConverter.SingleToUInt32Bits(to[i]) + 0.5) * (1.0 / (1L << 32));
                    to[i] = FirstAbove(sums, u * total);
                }
            }
            return draws;
        }
    }

    /// <summary>The first index whose sum is above the value, by bisection; the last sum is.</summary>
    private static int FirstAbove(ReadOnlySpan<double> sums, double value)
    {
        int low = 0, high = sums.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sums[middle] > value) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
