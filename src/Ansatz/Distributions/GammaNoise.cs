using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Draws of Gamma(α, 1), on which Gamma, Beta and StudentT stand. They carry no gradient themselves.</summary>
/// <remarks>
/// A draw for a small α is often far below the smallest float, even the smallest double: Gamma(10⁻³, 1) has half its mass below 10⁻³⁰¹. So its logarithm is
/// drawn, in double, and quotients of draws are differences of logarithms.
/// </remarks>
internal static class GammaNoise
{
    private const float SmallestNormal = 1.17549435e-38f;

    extension(Rng rng)
    {
        /// <summary>Draws of Gamma(α, β), between the smallest and the largest positive float.</summary>
        /// <param name="concentration">α &gt; 0; broadcast to the shape.</param>
        /// <param name="rate">β &gt; 0; broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        /// <returns>The draws, and log x − log of the draw where x is below the normal floats; 0 elsewhere.</returns>
        public (Tensor Draws, Tensor LogLost) Gamma(Tensor concentration, Tensor rate, Shape shape)
        {
            var (alpha, beta) = (Untracked(concentration, shape), Untracked(rate, shape));
            Tensor draws = Tensor.Allocate(shape, alpha.Tape), lost = Tensor.Allocate(shape, alpha.Tape);
            Span<float> to = draws.Span, logLost = lost.Span;
            for (var i = 0; i < to.Length; i++)
            {
                var log = rng.NextLogGamma(alpha.Span[i]) - DoubleMath.Log(beta.Span[i]);
                var x = DoubleMath.Exp(log);
                to[i] = UpwardRounding.ToFloat(x, float.Epsilon, float.MaxValue);
                logLost[i] = x < SmallestNormal ? (float)Math.Max(log - DoubleMath.Log(to[i]), float.MinValue) : 0;
            }
            return (draws, lost);
        }

        /// <summary>Draws of 1/Y for Y from Gamma(α, β), between the smallest and the largest positive float.</summary>
        public Tensor InverseGamma(Tensor concentration, Tensor rate, Shape shape)
        {
            var (alpha, beta) = (Untracked(concentration, shape), Untracked(rate, shape));
            var draws = Tensor.Allocate(shape, alpha.Tape);
            for (var i = 0; i < draws.Length; i++)
            {
                var x = DoubleMath.Exp(DoubleMath.Log(beta.Span[i]) - rng.NextLogGamma(alpha.Span[i]));
                draws.Span[i] = UpwardRounding.ToFloat(x, float.Epsilon, float.MaxValue);
            }
            return draws;
        }

        /// <summary>Draws of the shares of K variables from Gamma(αₖ, 1), at least the smallest positive float.</summary>
        /// <param name="concentration">α &gt; 0, […, K]; broadcast to the shape.</param>
        /// <param name="shape">[…, K].</param>
        public Tensor GammaShares(Tensor concentration, Shape shape)
        {
            var alpha = Untracked(concentration, shape);
            var draws = Tensor.Allocate(shape, alpha.Tape);
            var logs = new double[shape[^1]];
            for (var start = 0; start < draws.Length; start += logs.Length)
            {
                for (var k = 0; k < logs.Length; k++) logs[k] = rng.NextLogGamma(alpha.Span[start + k]);
                var total = DoubleMath.LogSumExp(logs);
                for (var k = 0; k < logs.Length; k++) draws.Span[start + k] = Math.Max(float.Epsilon, (float)DoubleMath.Exp(logs[k] - total));
            }
            return draws;
        }

        /// <summary>Draws of log X − log Y for X from Gamma(α, 1) and Y from Gamma(β, 1): the logit of Beta(α, β).</summary>
        /// <param name="concentration1">α &gt; 0; broadcast to the shape.</param>
        /// <param name="concentration0">β &gt; 0; broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        public Tensor BetaLogit(Tensor concentration1, Tensor concentration0, Shape shape)
        {
            var (alpha, beta) = (Untracked(concentration1, shape), Untracked(concentration0, shape));
            var draws = Tensor.Allocate(shape, alpha.Tape);
            Span<float> to = draws.Span;
            for (var i = 0; i < to.Length; i++)
            {
                var logit = rng.NextLogGamma(alpha.Span[i]) - rng.NextLogGamma(beta.Span[i]);
                to[i] = (float)Math.Clamp(logit, float.MinValue, float.MaxValue);
            }
            return draws;
        }

        /// <summary>Draws of X·√(ν/2Y) for a standard normal X and Y from Gamma(ν/2, 1): Student's t.</summary>
        /// <param name="degreesOfFreedom">ν &gt; 0; broadcast to the shape.</param>
        /// <param name="loc">Added to a draw times the scale; broadcast to the shape.</param>
        /// <param name="scale">Broadcast to the shape.</param>
        /// <param name="shape">The draws' shape.</param>
        /// <returns>Finite numbers: what lies beyond the largest float is that float.</returns>
        public Tensor StudentT(Tensor degreesOfFreedom, Tensor loc, Tensor scale, Shape shape)
        {
            var draws = rng.Normal(shape, tape: loc.Tape);
            Tensor nu = Untracked(degreesOfFreedom, shape), center = Untracked(loc, shape), width = Untracked(scale, shape);
            Span<float> to = draws.Span;
            for (var i = 0; i < to.Length; i++)
            {
                var half = 0.5 * nu.Span[i];
                // The limit keeps the factor finite, since the normal value may be 0.
                var factor = DoubleMath.Exp(Math.Min(0.5 * (DoubleMath.Log(half) - rng.NextLogGamma(half)), 700));
                to[i] = (float)Math.Clamp(center.Span[i] + width.Span[i] * (to[i] * factor), float.MinValue, float.MaxValue);
            }
            return draws;
        }

        /// <summary>
        /// The logarithm of one draw of Gamma(α, 1): d·v with d = α − ⅓, v = (1 + x/√(9d))³, x normal, accepted if log u &lt; ½x² + d − dv + d log v;
        /// for α &lt; 1 that of α + 1 times u^{1/α}. Marsaglia and Tsang, A simple method for generating gamma variables (2000).
        /// </summary>
        public double NextLogGamma(double alpha)
        {
            var logBoost = alpha < 1 ? DoubleMath.Log(rng.NextUniform()) / alpha : 0;
            var d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
            var c = 1 / Math.Sqrt(9 * d);
            while (true)
            {
                double x = rng.NextNormal(), root = 1 + c * x;
                var v = root * root * root;
                var logU = DoubleMath.Log(rng.NextUniform());
                if (v <= 0) continue;
                var logV = DoubleMath.Log(v);
                if (logU < x * x / 2 + d - d * v + d * logV) return logBoost + DoubleMath.Log(d) + logV;
            }
        }
    }

    private static Tensor Untracked(Tensor parameter, Shape shape) => parameter.StopGradient().BroadcastTo(shape);
}
