using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Probabilities of counts from a logit l, log C(n, k) + k log σ(l) + m log σ(−l) with m = n − k, for real k and m as well.</summary>
internal static class BinomialScore
{
    /// <summary>½ log(n/2πkm) + R(n) − R(k) − R(m) − nB with Stirling's remainder R and the deviance nB of k/n from σ(l); see <see cref="BetaTail"/>.</summary>
    public static double LogProb(double k, double m, double logit)
    {
        if (k == 0) return m == 0 ? 0 : m * LogisticScore.LogSigmoid(-logit);
        if (m == 0) return k * LogisticScore.LogSigmoid(logit);
        var n = k + m;
        return 0.5 * (DoubleMath.Log(n) - DoubleMath.Log(k) - DoubleMath.Log(m)) - DoubleMath.HalfLogTwoPi
            + (DoubleMath.StirlingRemainder(n) - DoubleMath.StirlingRemainder(k) - DoubleMath.StirlingRemainder(m)) - BetaTail.Deviance(Offset(k, m, logit), k, m);
    }

    /// <summary>l − log(k/m).</summary>
    public static double Offset(double k, double m, double logit) => logit - DoubleMath.LogOfRatio(k, m, k - m);

    /// <summary>∂ log P/∂l = kσ(−l) − mσ(l).</summary>
    public static double Slope(double k, double m, double logit) => DoubleMath.DifferenceOfProducts(k, Share(-logit), m, Share(logit));

    /// <summary>σ(l).</summary>
    public static double Share(double logit) => DoubleMath.Exp(LogisticScore.LogSigmoid(logit));
}
