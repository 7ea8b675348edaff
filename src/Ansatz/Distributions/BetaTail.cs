using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The regularized incomplete beta function Iₓ(α, β) and its complement as logarithms, and the derivatives of a Beta quantile by α and β, at u = logit x − log(α/β).
/// </summary>
/// <remarks>
/// The logit of a Beta variable has the density e^{−nB(u)}·√(αβ/2πn)·e^{R(n) − R(α) − R(β)} at u, with n = α + β, p = α/n, q = β/n, Stirling's remainder R and
/// B(u) = log(1 + p(eᵘ − 1)) − pu. It is log-concave with its mode at u = 0, so <see cref="TailIntegral"/> gives its tails at any α and β.
/// The forms of B keep all digits for p ≤ ½. If p is larger, α and β change places and u its sign.
/// </remarks>
internal static class BetaTail
{
    private const double LogHalf = -0.69314718055994531, LargestComplement = -0.1;

    /// <summary>log Iₓ(α, β).</summary>
    public static double LogLower(double u, double alpha, double beta) => LogPart(u, alpha, beta, -1);

    /// <summary>log(1 − Iₓ(α, β)).</summary>
    public static double LogUpper(double u, double alpha, double beta) => LogPart(u, alpha, beta, 1);

    /// <summary>∂ logit x/∂α and ∂ logit x/∂β where Iₓ(α, β) stays.</summary>
    public static (double ByAlpha, double ByBeta) Path(double u, double alpha, double beta)
    {
        if (alpha > beta)
        {
            var (byBeta, byAlpha) = Path(-u, beta, alpha);
            return (-byAlpha, -byBeta);
        }
        Span<double> moments = stackalloc double[2];
        // The scores of the larger part would cancel.
        var direction = LogLower(u, alpha, beta) < LogHalf ? -1 : 1;
        TailIntegral.LogMass(new Density(alpha, beta), u, direction, moments);
        return (direction * moments[0], direction * moments[1]);
    }

    /// <summary>u of x in (0, 1): log(βx/(α(1 − x))), accurate also near 0.</summary>
    public static double Offset(double x, double alpha, double beta)
    {
        var rest = 1 - x;
        return DoubleMath.LogOfRatio(beta * x, alpha * rest, DoubleMath.DifferenceOfProducts(beta, x, alpha, rest));
    }

    /// <summary>n·B(u).</summary>
    public static double Deviance(double u, double alpha, double beta) => alpha > beta ? Deviance(-u, beta, alpha) : -new Density(alpha, beta).At(u);

    // Over the mode it is 1 minus the other part, unless that is nearly 1.
    private static double LogPart(double u, double alpha, double beta, double direction)
    {
        if (u * direction < 0 && Direct(u, alpha, beta, -direction) is < LargestComplement and var other) return DoubleMath.LogOneMinusExp(other);
        return Direct(u, alpha, beta, direction);
    }

    private static double Direct(double u, double alpha, double beta, double direction)
    {
        if (alpha > beta) return Direct(-u, beta, alpha, -direction);
        var total = alpha + beta;
        var logFactor = 0.5 * (DoubleMath.Log(alpha) + DoubleMath.Log(beta) - DoubleMath.Log(total)) - DoubleMath.HalfLogTwoPi
            - (DoubleMath.StirlingRemainder(alpha) + DoubleMath.StirlingRemainder(beta) - DoubleMath.StirlingRemainder(total));
        return Math.Min(0, logFactor + TailIntegral.LogMass(new Density(alpha, beta), u, direction, []));
    }

    private readonly struct Density(double alpha, double beta) : ILogDensity
    {
        private const double LargestExponent = 600;

        private readonly double total = alpha + beta, p = alpha / (alpha + beta), q = beta / (alpha + beta);
        private readonly double excessOfAlpha = DoubleMath.LogMinusDigamma(alpha) - DoubleMath.LogMinusDigamma(alpha + beta);
        private readonly double excessOfBeta = DoubleMath.LogMinusDigamma(beta) - DoubleMath.LogMinusDigamma(alpha + beta);

        public double At(double u)
        {
            if (u > LargestExponent) return -total * (q * u + DoubleMath.Log(p + q * DoubleMath.Exp(-u)));
            var w = p * DoubleMath.Expm1(u);
            return -total * (w > 0.3 ? DoubleMath.Log1p(w) - p * u : p * DoubleMath.Expm1MinusX(u) - DoubleMath.MinusLog1p(w));
        }

        // log σ(z) + ψ(n) − ψ(α) and log σ(−z) + ψ(n) − ψ(β), where log σ(z) = log p + u − L and log σ(−z) = log q − L, L = log(1 + p(eᵘ − 1)).
        public void Scores(double u, Span<double> scores)
        {
            var l = u > LargestExponent ? u + DoubleMath.Log(p + q * DoubleMath.Exp(-u)) : DoubleMath.Log1p(p * DoubleMath.Expm1(u));
            scores[0] = u - l + excessOfAlpha;
            scores[1] = excessOfBeta - l;
        }
    }
}
