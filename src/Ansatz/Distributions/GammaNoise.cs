using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Draws of Gamma(α, 1), on which Gamma, Beta and StudentT stand.</summary>
internal static class GammaNoise
{
    /// <summary>The smallest draw that is returned: density there is finite, at 0 it need not be.</summary>
    private const float Smallest = 1.17549435e-38f;

    extension(Rng rng)
    {
        /// <summary>Draws of Gamma(α, 1) in the memory of α's tape; without a gradient.</summary>
        /// <param name="concentration">α &gt; 0; broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        public Tensor Gamma(Tensor concentration, Shape shape)
        {
            var untracked = concentration.View(concentration.Shape);
            var draws = Tensor.Allocate(shape, untracked.Tape);
            ReadOnlySpan<float> alpha = untracked.BroadcastTo(shape).Span;
            Span<float> to = draws.Span;
            for (var i = 0; i < to.Length; i++) to[i] = Math.Max((float)rng.NextGamma(alpha[i]), Smallest);
            return draws;
        }

        /// <summary>
        /// One draw of Gamma(α, 1): d·v with d = α − ⅓, v = (1 + x/√(9d))³, x normal, accepted if log u &lt; ½x² + d − dv + d log v;
        /// for α &lt; 1 that of α + 1 times u^{1/α}. Marsaglia and Tsang, A simple method for generating gamma variables (2000).
        /// </summary>
        private double NextGamma(double alpha)
        {
            var boost = alpha < 1 ? DoubleMath.Exp(DoubleMath.Log(rng.NextUniform()) / alpha) : 1;
            var d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
            var c = 1 / Math.Sqrt(9 * d);
            while (true)
            {
                double x = rng.NextNormal(), root = 1 + c * x;
                var v = root * root * root;
                var logU = DoubleMath.Log(rng.NextUniform());
                if (v > 0 && logU < x * x / 2 + d - d * v + d * DoubleMath.Log(v)) return boost * d * v;
            }
        }
    }
}
