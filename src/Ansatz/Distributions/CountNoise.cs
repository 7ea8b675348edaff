using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Draws of counts. They carry no gradient, and what lies beyond the largest float is that float.</summary>
/// <remarks>
/// Small means are drawn by inversion: probabilities are subtracted from a uniform value in turn. From a mean of 10 on, transformed rejection with squeeze is used,
/// whose cost does not grow with the mean. Hörmann, The transformed rejection method for generating Poisson random variables (1993), and The generation of
/// binomial random variates (1993).
/// </remarks>
internal static class CountNoise
{
    private const double RejectionFrom = 10;

    /// <summary>A tensor of draws, one for each element of the parameters, which broadcast to the shape.</summary>
    public static Tensor Draw(Shape shape, Func<double[], double> next, params Tensor[] parameters)
    {
        Tensor[] all = [.. parameters.Select(p => p.StopGradient().BroadcastTo(shape))];
        var draws = Tensor.Allocate(shape, all.Select(p => p.Tape).FirstOrDefault(t => t is not null));
        var x = new double[all.Length];
        for (var i = 0; i < draws.Length; i++)
        {
            for (var k = 0; k < x.Length; k++) x[k] = all[k].Span[i];
            draws.Span[i] = (float)Math.Min(next(x), float.MaxValue);
        }
        return draws;
    }

    extension(Rng rng)
    {
        public double NextPoisson(double rate)
        {
            if (rate < RejectionFrom) return rng.ByInversion(DoubleMath.Exp(-rate), k => rate / (k + 1), double.PositiveInfinity);
            double b = 0.931 + 2.53 * Math.Sqrt(rate), a = -0.059 + 0.02483 * b, alpha = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
            while (true)
            {
                double u = rng.NextDouble() - 0.5, v = rng.NextDouble(), us = 0.5 - Math.Abs(u), k = Math.Floor((2 * a / us + b) * u + rate + 0.43);
                if (us >= 0.07 && v <= squeeze) return k;
                if (k < 0 || (us < 0.013 && v > us)) continue;
                if (DoubleMath.Log(v * alpha / (a / (us * us) + b)) <= new PoissonFamily().Value([k, rate])) return k;
            }
        }

        public double NextBinomial(double count, double logit)
        {
            if (logit > 0) return count - rng.NextBinomial(count, -logit);
            if (count == 0) return 0;
            double p = BinomialScore.Share(logit), q = BinomialScore.Share(-logit), mean = count * p;
            if (mean < RejectionFrom)
                return rng.ByInversion(DoubleMath.Exp(count * LogisticScore.LogSigmoid(-logit)), k => (count - k) / (k + 1) * (p / q), count);
            double spread = Math.Sqrt(mean * q), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p, c = mean + 0.5, squeeze = 0.92 - 4.2 / b;
            double alpha = (2.83 + 5.1 / b) * spread, mode = Math.Floor((count + 1) * p), atMode = BinomialScore.LogProb(mode, count - mode, logit);
            while (true)
            {
                double u = rng.NextDouble() - 0.5, v = rng.NextDouble(), us = 0.5 - Math.Abs(u), k = Math.Floor((2 * a / us + b) * u + c);
                if (us >= 0.07 && v <= squeeze) return k;
                if (k < 0 || k > count) continue;
                if (DoubleMath.Log(v * alpha / (a / (us * us) + b)) <= BinomialScore.LogProb(k, count - k, logit) - atMode) return k;
            }
        }

        /// <summary>A Poisson variable whose rate is e^{l} times a Gamma variable.</summary>
        public double NextNegativeBinomial(double count, double logit)
        {
            var rate = DoubleMath.Exp(rng.NextLogGamma(count) + logit);
            return rate > float.MaxValue ? float.MaxValue : rate > 0 ? rng.NextPoisson(rate) : 0;
        }

        /// <summary>The first k at which the sum of the probabilities exceeds a uniform value: P(0), and P(k + 1) = P(k)·ratio(k).</summary>
        private double ByInversion(double first, Func<double, double> ratio, double last)
        {
            double rest = rng.NextDouble() - first, probability = first;
            for (var k = 0.0; ; k++)
            {
                // The sum may end below the uniform value by rounding.
                if (rest < 0 || k >= last || probability < 1e-300) return k;
                probability *= ratio(k);
                rest -= probability;
            }
        }
    }
}
