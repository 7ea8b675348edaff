namespace Ansatz.Benchmarks.Checkouts;

/// <summary>The median of some ratios and a 95 % interval of the true median, from order statistics. It assumes only that the ratios are independent.</summary>
/// <remarks>
/// The interval goes from the r-th smallest to the r-th largest of n ratios, with the largest r for which 1 − 2·P(X &lt; r) ≥ 0.95, X ~ Binomial(n, ½).
/// For n = 12, r is 3 and the probability 96.1 %. With fewer than 6 ratios no interval has 95 %. Then the result goes from the smallest to the largest.
/// David and Nagaraja, Order Statistics (2003), section 7.1.
/// </remarks>
internal readonly record struct RatioInterval(double Low, double Median, double High)
{
    /// <summary>The fewest ratios for an interval of 95 %.</summary>
    public const int FewestRatios = 6;

    public static RatioInterval Of(IEnumerable<double> ratios)
    {
        double[] sorted = [.. ratios.Order()];
        var n = sorted.Length;
        var rank = 0;
        double probability = Math.Pow(0.5, n), below = probability;
        while (1 - 2 * below >= 0.95)
        {
            rank++;
            probability *= (double)(n - rank + 1) / rank;
            below += probability;
        }
        rank = Math.Max(0, rank - 1);
        return new(sorted[rank], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1 - rank]);
    }
}
