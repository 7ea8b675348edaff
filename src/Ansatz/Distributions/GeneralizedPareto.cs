using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Estimates the shape k of a generalized Pareto distribution, density (1 + kx/σ)^(−1 − 1/k)/σ for x &gt; 0. For a given θ = −k/σ the likelihood is largest at
/// k(θ) = mean of log(1 − θxᵢ), where it is n(log(−θ/k) − k − 1). The estimate is k(θ̄) at the posterior mean θ̄ over a grid of θ.
/// </summary>
/// <remarks>
/// Zhang and Stephens, A new and efficient estimation method for the generalized Pareto distribution (2009), section 3; their k has the opposite sign. A weak
/// prior counts as ten more draws with k = ½: Vehtari, Simpson, Gelman, Yao and Gabry, Pareto smoothed importance sampling (2024), appendices.
/// </remarks>
internal static class GeneralizedPareto
{
    private const double PriorScale = 3, PriorDraws = 10, PriorShape = 0.5;

    /// <param name="ascending">Positive values in ascending order, two or more.</param>
    public static double Shape(ReadOnlySpan<double> ascending)
    {
        int n = ascending.Length, gridCount = 30 + (int)Math.Sqrt(n);
        var quartile = ascending[(int)(n / 4.0 + 0.5) - 1];
        double[] thetas = new double[gridCount], logLikelihoods = new double[gridCount];
        for (var i = 0; i < gridCount; i++)
        {
            thetas[i] = 1 / ascending[^1] + (1 - Math.Sqrt(gridCount / (i + 0.5))) / (PriorScale * quartile);
            var k = ShapeGiven(thetas[i], ascending);
            logLikelihoods[i] = n * (DoubleMath.Log(-thetas[i] / k) - k - 1);
        }
        var total = DoubleMath.LogSumExp(logLikelihoods);
        var theta = 0.0;
        for (var i = 0; i < gridCount; i++) theta = Math.FusedMultiplyAdd(DoubleMath.Exp(logLikelihoods[i] - total), thetas[i], theta);
        return (n * ShapeGiven(theta, ascending) + PriorDraws * PriorShape) / (n + PriorDraws);
    }

    private static double ShapeGiven(double theta, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x) sum += DoubleMath.Log1p(-theta * value);
        return sum / x.Length;
    }
}
