using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// log p(x; α, β) of a Beta variable = ½ log(αβ/n) − log x − log(1 − x) − ½ log 2π − R(α) − R(β) + R(n) − D(α, nx) − D(β, n(1 − x)), with n = α + β,
/// Stirling's remainder R and the deviance D(a, y) = a log(a/y) + y − a.
/// </summary>
/// <remarks>
/// The usual form subtracts numbers near n log n. Here both deviances have the difference αy − βx with y = 1 − x, which is exact but for one rounding.
/// Loader, Fast and accurate computation of binomial probabilities (2000), section 5.
/// </remarks>
internal readonly struct BetaScore : IScalarFamily
{
    public string Name => nameof(BetaScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var (value, alpha, beta) = (x[0], x[1], x[2]);
        double rest = 1 - value, total = alpha + beta, excess = Excess(value, rest, alpha, beta);
        return 0.5 * (DoubleMath.Log(alpha) + DoubleMath.Log(beta) - DoubleMath.Log(total)) - DoubleMath.Log(value) - DoubleMath.Log1p(-value) - DoubleMath.HalfLogTwoPi
            - (DoubleMath.StirlingRemainder(alpha) + DoubleMath.StirlingRemainder(beta) - DoubleMath.StirlingRemainder(total))
            - (DoubleMath.Deviance(alpha, total * value, -excess) + DoubleMath.Deviance(beta, total * rest, excess));
    }

    // ((α − 1)y − (β − 1)x)/xy with y = 1 − x, log x + ψ(n) − ψ(α), log(1 − x) + ψ(n) − ψ(β).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (value, alpha, beta) = (x[0], x[1], x[2]);
        double rest = 1 - value, a = alpha - 1, b = beta - 1;
        slopes[0] = (Excess(value, rest, a, b) + ((alpha - a - 1) * rest - (beta - b - 1) * value)) / value / rest;
        slopes[1] = DoubleMath.Log(value) + DoubleMath.DigammaDifference(alpha, beta);
        slopes[2] = DoubleMath.Log1p(-value) + DoubleMath.DigammaDifference(beta, alpha);
    }

    // a(1 − x) − bx; what the rounding of 1 − x lost is added.
    private static double Excess(double value, double rest, double a, double b) =>
        DoubleMath.DifferenceOfProducts(a, rest, b, value) + a * (1 - rest - value);

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (0, 1);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => BetaTail.LogLower(BetaTail.Offset(x[0], x[1], x[2]), x[1], x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => BetaTail.LogUpper(BetaTail.Offset(x[0], x[1], x[2]), x[1], x[2]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    // ∂x = x(1 − x) ∂ logit x.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (byAlpha, byBeta) = x[0] == 0 ? (0, 0) : BetaTail.Path(BetaTail.Offset(x[0], x[1], x[2]), x[1], x[2]);
        (slopes[1], slopes[2]) = (x[0] * (1 - x[0]) * byAlpha, x[0] * (1 - x[0]) * byBeta);
    }
}

/// <summary>
/// The entropy of Beta(α, β), log B(α, β) − (α − 1)ψ(α) − (β − 1)ψ(β) + (n − 2)ψ(n), as
/// ½ log αβ − 3/2 log n + ½ log 2π + R(α) + R(β) − R(n) + (α − 1)e(α) + (β − 1)e(β) − (n − 2)e(n), with n = α + β and e(x) = log x − ψ(x).
/// </summary>
internal readonly struct BetaEntropy : IScalarFunction
{
    public string Name => nameof(BetaEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        double alpha = x[0], beta = x[1], total = alpha + beta;
        return 0.5 * (DoubleMath.Log(alpha) + DoubleMath.Log(beta)) - 1.5 * DoubleMath.Log(total) + DoubleMath.HalfLogTwoPi
            + (DoubleMath.StirlingRemainder(alpha) + DoubleMath.StirlingRemainder(beta) - DoubleMath.StirlingRemainder(total))
            + ((alpha - 1) * DoubleMath.LogMinusDigamma(alpha) + (beta - 1) * DoubleMath.LogMinusDigamma(beta) - (total - 2) * DoubleMath.LogMinusDigamma(total));
    }

    // (n − 2)ψ′(n) − (α − 1)ψ′(α), with ψ′(x) = 1/x + f(x): 1/α − 2/n + (n − 2)f(n) − (α − 1)f(α); likewise for β.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var total = x[0] + x[1];
        var common = (total - 2) * DoubleMath.TrigammaMinusReciprocal(total) - 2 / total;
        for (var i = 0; i < 2; i++) slopes[i] = common + 1 / x[i] - (x[i] - 1) * DoubleMath.TrigammaMinusReciprocal(x[i]);
    }
}

/// <summary>α/(α + β).</summary>
internal readonly struct BetaMean : IScalarFunction
{
    public string Name => nameof(BetaMean);

    public double Value(ReadOnlySpan<double> x) => x[0] / (x[0] + x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var total = x[0] + x[1];
        slopes[0] = x[1] / total / total;
        slopes[1] = -x[0] / total / total;
    }
}

/// <summary>(α − 1)/(n − 2) with n = α + β, NaN unless α &gt; 1 and β &gt; 1.</summary>
internal readonly struct BetaMode : IScalarFunction
{
    public string Name => nameof(BetaMode);

    public double Value(ReadOnlySpan<double> x) => x[0] > 1 && x[1] > 1 ? (x[0] - 1) / (x[0] - 1 + (x[1] - 1)) : double.NaN;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var rest = x[0] - 1 + (x[1] - 1);
        slopes[0] = (x[1] - 1) / rest / rest;
        slopes[1] = -(x[0] - 1) / rest / rest;
    }
}

/// <summary>αβ/(n²(n + 1)) with n = α + β.</summary>
internal readonly struct BetaVariance : IScalarFunction
{
    public string Name => nameof(BetaVariance);

    public double Value(ReadOnlySpan<double> x)
    {
        var total = x[0] + x[1];
        return x[0] / total * (x[1] / total) / (total + 1);
    }

    // v·(1/α − 2/n − 1/(n + 1)), in which v/α = β/(n²(n + 1)).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double total = x[0] + x[1], variance = Value(x), common = variance * (2 / total + 1 / (total + 1));
        slopes[0] = variance / x[0] - common;
        slopes[1] = variance / x[1] - common;
    }
}

/// <summary>
/// KL(Beta(α, β) ‖ Beta(a, b)) = D(a, αm/n) + D(b, βm/n) + G(α, a) + G(β, b) − G(n, m), with n = α + β, m = a + b, the deviance D(a, y) = a log(a/y) + y − a,
/// and G of <see cref="GammaDivergence"/>.
/// </summary>
/// <remarks>
/// The usual form log B(a, b) − log B(α, β) + (α − a)ψ(α) + (β − b)ψ(β) − (n − m)ψ(n) is a sum of three divergences between Gammas of equal rate,
/// T(α, a) + T(β, b) − T(n, m), T(α, a) = D(a, α) + G(α, a). The deviances combine as those of a binomial; both have the difference (aβ − αb)/n.
/// </remarks>
internal readonly struct BetaDivergence : IScalarFunction
{
    public string Name => nameof(BetaDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        var (alpha, beta, a, b) = (x[0], x[1], x[2], x[3]);
        double n = alpha + beta, m = a + b, excess = DoubleMath.DifferenceOfProducts(alpha, b, a, beta) / n;
        var deviances = DoubleMath.Deviance(a, alpha / n * m, excess) + DoubleMath.Deviance(b, beta / n * m, -excess);
        var remainders = GammaDivergence.Remainder(alpha, a, alpha - a) + GammaDivergence.Remainder(beta, b, beta - b)
            - GammaDivergence.Remainder(n, m, alpha - a + (beta - b));
        return Math.Max(0, deviances + remainders);
    }

    // (α − a)ψ′(α) − (n − m)ψ′(n) = (αb − aβ)/αn + (α − a)f(α) − (n − m)f(n) with ψ′(x) = 1/x + f(x), and ψ(n) − ψ(α) − (ψ(m) − ψ(a)); likewise for β and b.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (alpha, beta, a, b) = (x[0], x[1], x[2], x[3]);
        double n = alpha + beta, excess = DoubleMath.DifferenceOfProducts(alpha, b, a, beta) / n;
        var common = (alpha - a + (beta - b)) * DoubleMath.TrigammaMinusReciprocal(n);
        slopes[0] = excess / alpha + (alpha - a) * DoubleMath.TrigammaMinusReciprocal(alpha) - common;
        slopes[1] = -excess / beta + (beta - b) * DoubleMath.TrigammaMinusReciprocal(beta) - common;
        slopes[2] = DoubleMath.DigammaDifference(alpha, beta) - DoubleMath.DigammaDifference(a, b);
        slopes[3] = DoubleMath.DigammaDifference(beta, alpha) - DoubleMath.DigammaDifference(b, a);
    }
}
