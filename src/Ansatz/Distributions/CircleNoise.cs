using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Draws of the von Mises distribution by rejection.</summary>
internal static class CircleNoise
{
    // Above, cos d has too few digits. Below the other one, κ² is lost beside 1.
    private const double LargestForWrappedCauchy = 1e6, LeastForWrappedCauchy = 1e-5;

    extension(Rng rng)
    {
        /// <summary>A draw in [−π, π].</summary>
        public double NextVonMises(double loc, double kappa)
        {
            var d = kappa > LargestForWrappedCauchy ? rng.NearNormal(kappa) : rng.FromWrappedCauchy(kappa);
            var x = loc + d;
            return Math.Abs(x) <= DoubleMath.Pi ? x : VonMisesFamily.Angle(x);
        }

        /// <summary>Proposals are wrapped Cauchy variables. Best and Fisher (1979), section 2.</summary>
        private double FromWrappedCauchy(double kappa)
        {
            double tau = 1 + Math.Sqrt(1 + 4 * kappa * kappa), rho = (tau - Math.Sqrt(2 * tau)) / (2 * kappa);
            var r = kappa < LeastForWrappedCauchy ? 1 / kappa + kappa : (1 + rho * rho) / (2 * rho);
            while (true)
            {
                double z = DoubleMath.Cos(DoubleMath.Pi * rng.NextDouble()), f = (1 + r * z) / (r + z), c = kappa * (r - f), u = rng.NextDouble(), sign = rng.NextDouble() - 0.5;
                if (c * (2 - c) - u <= 0 && DoubleMath.Log(c / u) + 1 - c < 0) continue;
                return Math.Sign(sign) * DoubleMath.Atan2(Math.Sqrt(Math.Max(0, (1 - f) * (1 + f))), f);
            }
        }

        /// <summary>s = sin ½d has the density e^{−2κs²}/√(1 − s²), nearly that of N(0, 1/4κ); accepted with a probability in proportion to 1/√(1 − s²).</summary>
        private double NearNormal(double kappa)
        {
            while (true)
            {
                double s = rng.NextNormal() / (2 * Math.Sqrt(kappa)), cosine = Math.Sqrt(1 - s * s);
                if (rng.NextDouble() * cosine < 0.99) return 2 * DoubleMath.Atan2(s, cosine);
            }
        }
    }
}
