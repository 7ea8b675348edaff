using System.Globalization;
using Ansatz.Distributions;

namespace Ansatz.Evaluation;

/// <summary>An estimate of the mean log-likelihood of a data set, in nats.</summary>
/// <param name="Mean">The mean over the examples; on average it lies a little below the truth.</param>
/// <param name="StandardError">The standard error of the mean over the examples; NaN for one example.</param>
/// <param name="MonteCarloError">The standard error of the mean over the draws of z; NaN for one draw.</param>
/// <param name="ByExample">The estimate for each example.</param>
/// <param name="Weights">For each example, whether its weights make its estimate reliable.</param>
public sealed record LikelihoodEstimate(double Mean, double StandardError, double MonteCarloError, IReadOnlyList<double> ByExample, IReadOnlyList<ImportanceDiagnostic> Weights)
{
    // Even for weights with a light tail, k̂ is above its limit for a few examples.
    private const double TolerableShare = 0.05;

    /// <summary>The median over the examples of the effective sample size.</summary>
    public double MedianEffectiveSampleSize => Median(Weights.Select(w => w.EffectiveSampleSize));

    /// <summary>The median over the examples of the Pareto shape k̂ of the weights; NaN for fewer than 25 draws.</summary>
    public double MedianParetoK => Median(Weights.Select(w => w.ParetoK));

    /// <summary>The share of examples whose k̂ is above its limit or not known.</summary>
    public double UnreliableShare => Weights.Count(w => !w.IsReliable) / (double)Weights.Count;

    /// <summary>Why the estimate may lie below the truth by more than its errors, a sentence; null if k̂ is within its limit for 95 % of the examples or more.</summary>
    public string? Warning => UnreliableShare <= TolerableShare ? null
        : Weights[0].DrawCount < ImportanceDiagnostic.FewestDraws
            ? $"There are too few draws to estimate the tail of their weights; use {ImportanceDiagnostic.FewestDraws} draws or more."
            : string.Create(CultureInfo.InvariantCulture,
                $"A few draws decide the estimates of {100 * UnreliableShare:0} % of the examples: Pareto k is above the limit of {Weights[0].LargestReliableK:0.00} (median {MedianParetoK:0.00}). The log-likelihood may be higher by more than the stated errors; use more draws.");

    internal static LikelihoodEstimate Of(double[] byExample, ImportanceDiagnostic[] weights)
    {
        double n = byExample.Length, mean = byExample.Sum() / n;
        var standardError = Math.Sqrt(byExample.Sum(e => (e - mean) * (e - mean)) / (n - 1) / n);
        // Var(w̄)/w̄² = ∑w²/(∑w)² − 1/S is the variance of log w̄ if it is small.
        var monteCarlo = weights.Sum(w => w.DrawCount < 2 ? double.NaN : Math.Max(0, 1 / w.EffectiveSampleSize - 1.0 / w.DrawCount));
        return new LikelihoodEstimate(mean, standardError, Math.Sqrt(monteCarlo) / n, byExample, weights);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return double.IsNaN(sorted[0]) ? double.NaN : 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }
}
