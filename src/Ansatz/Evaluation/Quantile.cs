namespace Ansatz.Evaluation;

/// <summary>Quantiles of a sample, interpolated linearly between the order statistics, of which the k-th of n (from 0) is the quantile k/(n − 1).</summary>
public static class Quantile
{
    /// <param name="sample">At least one value, none NaN.</param>
    /// <param name="probability">In [0, 1]; ½ gives the median.</param>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN, or the probability is outside [0, 1].</exception>
    public static double Of(ReadOnlySpan<float> sample, double probability)
    {
        if (sample.IsEmpty) throw new ArgumentException("Quantile: the sample is empty, expected at least one value.", nameof(sample));
        if (!(probability is >= 0 and <= 1)) throw new ArgumentException($"Quantile: the probability is {probability}, expected 0 to 1.", nameof(probability));
        var sorted = sample.ToArray();
        Array.Sort(sorted);
        if (float.IsNaN(sorted[0])) throw new ArgumentException("Quantile: the sample has a NaN, expected numbers.", nameof(sample)); // sorts first
        var position = probability * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        // Where nothing lies between, infinite values would give NaN.
        return position == below || sorted[below] == sorted[above] ? sorted[below] : sorted[below] + (position - below) * (sorted[above] - (double)sorted[below]);
    }
}
