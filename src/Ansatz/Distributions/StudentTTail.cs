using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The distribution function of Student's t as a logarithm, and the derivative of its quantile by ν.</summary>
/// <remarks>With t = √ν sinh w, the density of w is proportional to (cosh w)^{−ν}. It is log-concave with its mode at 0, see <see cref="TailIntegral"/>.</remarks>
internal static class StudentTTail
{
    /// <summary>log P(T ≤ t).</summary>
    public static double LogLower(double t, double nu)
    {
        if (t > 0) return DoubleMath.LogOneMinusExp(LogLower(-t, nu));
        var logFactor = StudentTScore.Normalizer(0.5 * nu) - DoubleMath.HalfLogTwoPi + 0.5 * DoubleMath.Log(nu);
        return Math.Min(0, logFactor + TailIntegral.LogMass(new Density(nu), Coordinate(t, nu), -1, []));
    }

    /// <summary>∂t/∂ν where P(T ≤ t) stays.</summary>
    public static double Path(double t, double nu)
    {
        if (t > 0) return -Path(-t, nu);
        Span<double> moment = stackalloc double[1];
        TailIntegral.Ratio(new Density(nu), Coordinate(t, nu), -1, double.PositiveInfinity, moment);
        // The density of w is that of t times dt/dw = √ν cosh w = √(ν + t²).
        return -moment[0] * Math.Sqrt(nu + t * t);
    }

    /// <summary>w = arsinh(t/√ν) for t ≤ 0, as −log(1 + y + y²/(1 + √(1 + y²))) with y = −t/√ν.</summary>
    private static double Coordinate(double t, double nu)
    {
        var y = -t / Math.Sqrt(nu);
        return -DoubleMath.Log1p(y > 1e150 ? 2 * y : y + y * y / (1 + Math.Sqrt(1 + y * y)));
    }

    private readonly struct Density(double nu) : ILogDensity
    {
        private readonly double excess = DoubleMath.DigammaDifference(0.5 * nu, 0.5) - 1 / nu;

        public double At(double w) => -nu * LogCosh(Math.Abs(w));

        // ½(ψ(½(ν + 1)) − ψ(½ν) − 1/ν − log(1 + t²/ν) + (1 + 1/ν)·t²/(ν + t²)), with 1 + t²/ν = cosh² w.
        public void Scores(double w, Span<double> scores)
        {
            var tanh = DoubleMath.Tanh(w);
            scores[0] = 0.5 * (excess - 2 * LogCosh(Math.Abs(w)) + (1 + 1 / nu) * tanh * tanh);
        }

        private static double LogCosh(double w)
        {
            if (w > 20) return w - 0.69314718055994531;
            var m = DoubleMath.Expm1(w);
            return DoubleMath.Log1p(0.5 * m * m / (1 + m));
        }
    }
}
