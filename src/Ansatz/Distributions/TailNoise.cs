using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Standard variables whose tails need more than the 24 bits of <see cref="Rng.Uniform"/>: from those, no exponential draw exceeds 17.33 or lies in (0, 3·10⁻⁸).
/// Here each draw takes two words of the stream, and reaches 36.
/// </summary>
internal static class TailNoise
{
    private const int Chunk = 64;

    extension(Rng rng)
    {
        /// <summary>−log u: the standard exponential distribution.</summary>
        public Tensor Exponential(Shape shape, Tape? tape) => rng.Fill(shape, tape, static (u, _) => -DoubleMath.Log(u));

        /// <summary>±log u with a random sign: the standard Laplace distribution.</summary>
        public Tensor Laplace(Shape shape, Tape? tape) =>
            rng.Fill(shape, tape, static (u, isNegative) => isNegative ? DoubleMath.Log(u) : -DoubleMath.Log(u));

        /// <summary>log u − log(1 − u): the standard logistic distribution.</summary>
        public Tensor Logistic(Shape shape, Tape? tape) => rng.Fill(shape, tape, static (u, _) => DoubleMath.Log(u) - DoubleMath.Log1p(-u));

        /// <summary>
        /// Draw i is a function of the words x₂ᵢ and x₂ᵢ₊₁: u = (m + ½)·2⁻⁵² with the 52 bits m of x₂ᵢ and the upper 20 of x₂ᵢ₊₁, which is exact in
        /// double; the lowest bit of x₂ᵢ₊₁ is the sign.
        /// </summary>
        private Tensor Fill(Shape shape, Tape? tape, Func<double, bool, double> quantile)
        {
            var draws = Tensor.Allocate(shape, tape);
            Span<uint> words = stackalloc uint[2 * Chunk];
            for (var rest = draws.Span; rest.Length > 0; rest = rest[Math.Min(Chunk, rest.Length)..])
            {
                var count = Math.Min(Chunk, rest.Length);
                rng.Bits(words[..(2 * count)]);
                for (var i = 0; i < count; i++) rest[i] = (float)quantile(Uniform(words[2 * i], words[2 * i + 1]), (words[2 * i + 1] & 1) == 1);
            }
            return draws;
        }

        /// <summary>One uniform value (m + ½)·2⁻⁵²; takes one block.</summary>
        public double NextDouble()
        {
            Span<uint> words = stackalloc uint[2];
            rng.Bits(words);
            return Uniform(words[0], words[1]);
        }
    }

    private static double Uniform(uint word, uint next) => (((ulong)word << 20 | next >> 12) + 0.5) * (1.0 / (1L << 52));
}
