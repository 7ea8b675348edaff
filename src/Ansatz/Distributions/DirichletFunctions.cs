using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// log p(x; α) of Dirichlet = R(n) − ½ log n + ½(1 − K) log 2π + ∑ₖ (½ log αₖ − R(αₖ) + αₖ log(nxₖ/αₖ) − log xₖ) with n = ∑ₖ αₖ and Stirling's remainder R: the
/// numbers near n log n of the usual form are gone.
/// </summary>
internal readonly struct DirichletScore : IRowFunction
{
    public string Name => nameof(DirichletScore);

    public double Value(ReadOnlySpan<double> x, int n)
    {
        ReadOnlySpan<double> value = x[..n], alpha = x[n..];
        double total = Sum(alpha), sum = 0;
        for (var k = 0; k < n; k++)
            sum += 0.5 * DoubleMath.Log(alpha[k]) - DoubleMath.StirlingRemainder(alpha[k]) + alpha[k] * LogRatio(total * value[k], alpha[k]) - DoubleMath.Log(value[k]);
        return sum + DoubleMath.StirlingRemainder(total) - 0.5 * DoubleMath.Log(total) + (1 - n) * DoubleMath.HalfLogTwoPi;
    }

    // (α − 1)/x, log x + ψ(n) − ψ(α) = log(nx/α) + e(α) − e(n) with e(y) = log y − ψ(y).
    public void Slopes(ReadOnlySpan<double> x, int n, Span<double> slopes)
    {
        ReadOnlySpan<double> value = x[..n], alpha = x[n..];
        double total = Sum(alpha), excess = DoubleMath.LogMinusDigamma(total);
        for (var k = 0; k < n; k++)
        {
            slopes[k] = (alpha[k] - 1) / value[k];
            slopes[n + k] = LogRatio(total * value[k], alpha[k]) + DoubleMath.LogMinusDigamma(alpha[k]) - excess;
        }
    }

    public static double Sum(ReadOnlySpan<double> alpha)
    {
        var sum = 0.0;
        foreach (var a in alpha) sum += a;
        return sum;
    }

    public static double LogRatio(double a, double b) => DoubleMath.LogOfRatio(a, b, a - b);
}

/// <summary>
/// The entropy of Dirichlet, ½ log n − R(n) + ½(K − 1) log 2π + ∑ₖ (R(αₖ) − ½ log αₖ + log(αₖ/n) + (αₖ − 1)(e(αₖ) − e(n))) with e(y) = log y − ψ(y).
/// </summary>
internal readonly struct DirichletEntropy : IRowFunction
{
    public string Name => nameof(DirichletEntropy);

    public double Value(ReadOnlySpan<double> x, int n)
    {
        double total = DirichletScore.Sum(x), excess = DoubleMath.LogMinusDigamma(total), sum = 0;
        foreach (var a in x)
            sum += DoubleMath.StirlingRemainder(a) - 0.5 * DoubleMath.Log(a) + DirichletScore.LogRatio(a, total) + (a - 1) * (DoubleMath.LogMinusDigamma(a) - excess);
        return sum + 0.5 * DoubleMath.Log(total) - DoubleMath.StirlingRemainder(total) + (n - 1) * DoubleMath.HalfLogTwoPi;
    }

    // (n − K)ψ′(n) − (α − 1)ψ′(α).
    public void Slopes(ReadOnlySpan<double> x, int n, Span<double> slopes)
    {
        var total = DirichletScore.Sum(x);
        var common = (total - n) * Trigamma(total);
        for (var k = 0; k < n; k++) slopes[k] = common - (x[k] - 1) * Trigamma(x[k]);
    }

    private static double Trigamma(double x) => DoubleMath.TrigammaMinusReciprocal(x) + 1 / x;
}

/// <summary>
/// KL(Dirichlet(α) ‖ Dirichlet(a)) = ∑ₖ T(αₖ, aₖ) − T(n, m), n = ∑ αₖ, m = ∑ aₖ, where T(α, a) is the divergence of Gamma variables of equal rate: the deviances
/// D(aₖ, αₖm/n) plus G(αₖ, aₖ) − G(n, m) with G of <see cref="GammaDivergence"/>. See <see cref="BetaDivergence"/>.
/// </summary>
internal readonly struct DirichletDivergence : IRowFunction
{
    public string Name => nameof(DirichletDivergence);

    public double Value(ReadOnlySpan<double> x, int n)
    {
        ReadOnlySpan<double> alpha = x[..n], a = x[n..];
        double total = DirichletScore.Sum(alpha), other = DirichletScore.Sum(a), sum = 0;
        for (var k = 0; k < n; k++)
        {
            var excess = DoubleMath.DifferenceOfProducts(alpha[k], other, a[k], total) / total;
            sum += DoubleMath.Deviance(a[k], alpha[k] / total * other, excess) + GammaDivergence.Remainder(alpha[k], a[k], alpha[k] - a[k]);
        }
        return Math.Max(0, sum - GammaDivergence.Remainder(total, other, total - other));
    }

    // (α − a)ψ′(α) − (n − m)ψ′(n), ψ(n) − ψ(α) − (ψ(m) − ψ(a)).
    public void Slopes(ReadOnlySpan<double> x, int n, Span<double> slopes)
    {
        ReadOnlySpan<double> alpha = x[..n], a = x[n..];
        double total = DirichletScore.Sum(alpha), other = DirichletScore.Sum(a);
        var common = (total - other) * (DoubleMath.TrigammaMinusReciprocal(total) + 1 / total);
        for (var k = 0; k < n; k++)
        {
            slopes[k] = (alpha[k] - a[k]) * (DoubleMath.TrigammaMinusReciprocal(alpha[k]) + 1 / alpha[k]) - common;
            slopes[n + k] = DoubleMath.DigammaDifference(alpha[k], total - alpha[k]) - DoubleMath.DigammaDifference(a[k], other - a[k]);
        }
    }
}
