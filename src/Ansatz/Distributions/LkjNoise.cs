using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Draws of Cholesky factors of correlation matrices, row by row, in double.</summary>
internal static class LkjNoise
{
    extension(Rng rng)
    {
        /// <summary>Writes one factor, n·n numbers. Row i has a uniform direction and a squared length y from Beta(½i, bᵢ), and Lᵢᵢ = √(1 − y).</summary>
        public void NextLkjCholesky(int n, double eta, Span<float> factor)
        {
            factor.Clear();
            factor[0] = 1;
            Span<double> direction = new double[n];
            for (var i = 1; i < n; i++)
            {
                var logit = rng.NextLogGamma(0.5 * i) - rng.NextLogGamma(eta + 0.5 * (n - 1 - i));
                var norm = 0.0;
                for (var j = 0; j < i; j++)
                {
                    direction[j] = rng.NextNormal();
                    norm += direction[j] * direction[j];
                }
                // √y and √(1 − y) from the logit of y. A normal value of 0 in every place is next to impossible; the limit keeps the quotient finite.
                var length = DoubleMath.Exp(0.5 * LogisticScore.LogSigmoid(logit)) / Math.Sqrt(Math.Max(norm, 1e-300));
                for (var j = 0; j < i; j++) factor[i * n + j] = (float)(length * direction[j]);
                factor[i * n + i] = Math.Max(float.Epsilon, (float)DoubleMath.Exp(0.5 * LogisticScore.LogSigmoid(-logit)));
            }
        }
    }
}
