using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Tells whether an estimate by importance weights can be trusted: the effective number of draws, and how heavy the tail of the weights is.</summary>
/// <remarks>
/// The effective sample size is (∑w)²/∑w². It cannot see large weights that were never drawn. The shape k̂ can: a generalized Pareto distribution is fitted to
/// the largest min(S/5, 3√S) of S weights, and the weights' moments of order 1/k̂ and above are infinite. Where k̂ is above min(1 − 1/log₁₀ S, 0.7), the
/// error is usually far larger than the standard error says.
/// <para>Vehtari, Simpson, Gelman, Yao and Gabry, Pareto smoothed importance sampling (2024), sections 2 and 3.</para>
/// </remarks>
/// <param name="DrawCount">S.</param>
/// <param name="EffectiveSampleSize">Between 1 and S; 0 if all weights are 0.</param>
/// <param name="ParetoK">k̂; 0 if the largest weights are equal, +∞ if one weight exceeds all others by far, NaN for fewer than 25 draws.</param>
public sealed record ImportanceDiagnostic(int DrawCount, double EffectiveSampleSize, double ParetoK)
{
    /// <summary>The fewest draws for which k̂ is estimated: a tail of five.</summary>
    public const int FewestDraws = 25;

    // Weights that differ by more than e⁶⁰⁰ have no common scale in double.
    private const double LargestLogRatio = 600;

    /// <summary>min(1 − 1/log₁₀ S, 0.7): the largest k̂ with which an estimate is reliable.</summary>
    public double LargestReliableK => Math.Min(1 - 1 / DoubleMath.Log10(DrawCount), 0.7);

    /// <summary>Whether k̂ is at most <see cref="LargestReliableK"/>; false if k̂ is NaN.</summary>
    public bool IsReliable => ParetoK <= LargestReliableK;

    /// <summary>The diagnostic of independent draws.</summary>
    /// <param name="logWeights">log w of each draw, up to a common constant; −∞ is the weight 0.</param>
    /// <exception cref="ArgumentException">A weight is NaN or +∞.</exception>
    public static ImportanceDiagnostic Of(ReadOnlySpan<double> logWeights)
    {
        var sorted = logWeights.ToArray();
        Array.Sort(sorted); // NaN comes first
        var count = sorted.Length;
        if (count == 0) return new(0, 0, double.NaN);
        var largest = sorted[^1];
        if (double.IsNaN(sorted[0]) || double.IsPositiveInfinity(largest))
            throw new ArgumentException($"ImportanceDiagnostic: the logarithm of a weight is {(double.IsNaN(sorted[0]) ? sorted[0] : largest)}; expected finite numbers or −∞.", nameof(logWeights));
        if (double.IsNegativeInfinity(largest)) return new(count, 0, double.NaN);
        double sum = 0, squares = 0;
        foreach (var logWeight in sorted)
        {
            var weight = DoubleMath.Exp(logWeight - largest);
            sum += weight;
            squares = Math.FusedMultiplyAdd(weight, weight, squares);
        }
        return new(count, sum * sum / squares, count < FewestDraws ? double.NaN : TailShape(sorted, largestShare: 1 / sum));
    }

    private static double TailShape(ReadOnlySpan<double> sorted, double largestShare)
    {
        var tail = (int)Math.Ceiling(Math.Min(0.2 * sorted.Length, 3 * Math.Sqrt(sorted.Length)));
        double largest = sorted[^1], threshold = sorted[^(tail + 1)];
        if (largest - threshold > LargestLogRatio) return double.PositiveInfinity;
        var excesses = new double[tail];
        var start = tail;
        while (start > 0 && sorted[sorted.Length - tail + start - 1] > threshold)
        {
            start--;
            excesses[start] = DoubleMath.Exp(sorted[sorted.Length - tail + start] - largest) - DoubleMath.Exp(threshold - largest);
        }
        // Logarithms that differ in the last bits can have the same exponential.
        while (start < tail && excesses[start] <= 0) start++;
        if (tail - start < 2) return largestShare > 0.5 ? double.PositiveInfinity : 0;
        return GeneralizedPareto.Shape(excesses.AsSpan(start));
    }
}
