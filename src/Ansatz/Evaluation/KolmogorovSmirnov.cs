using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The Kolmogorov–Smirnov distance of a sample from a distribution, D = supₓ |Fₙ(x) − F(x)|: the largest difference between the share
/// of the sample up to x and the probability of a value up to x.
/// </summary>
public static class KolmogorovSmirnov
{
    /// <summary>D of a sample whose values are probabilities F(x) themselves, that is from the uniform distribution on [0, 1].</summary>
    /// <param name="sample">At least one value, none NaN.</param>
    /// <remarks>Fₙ jumps from i/n to (i + 1)/n at the i-th smallest value and F rises between, so the largest difference is at a jump.</remarks>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN.</exception>
    public static double Distance(ReadOnlySpan<double> sample)
    {
        if (sample.IsEmpty) throw new ArgumentException("KolmogorovSmirnov: the sample is empty, expected at least one value.", nameof(sample));
        var sorted = sample.ToArray();
        Array.Sort(sorted);
        if (double.IsNaN(sorted[0])) throw new ArgumentException("KolmogorovSmirnov: the sample has a NaN, expected numbers.", nameof(sample));   // sorts first
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var probability = Math.Clamp(sorted[i], 0, 1);
            distance = Math.Max(distance, Math.Max((i + 1.0) / sorted.Length - probability, probability - (double)i / sorted.Length));
        }
        return distance;
    }

    /// <summary>D from the uniform distribution on [low, high).</summary>
    public static double FromUniform(ReadOnlySpan<float> sample, double low, double high)
    {
        if (!(low < high)) throw new ArgumentException($"KolmogorovSmirnov: the interval is [{low}, {high}), expected the lower end first.", nameof(low));
        var probabilities = new double[sample.Length];
        for (var i = 0; i < sample.Length; i++) probabilities[i] = (sample[i] - low) / (high - low);
        return Distance(probabilities);
    }

    /// <summary>D from the normal distribution N(loc, scale²).</summary>
    public static double FromNormal(ReadOnlySpan<float> sample, double loc, double scale)
    {
        if (!(scale > 0)) throw new ArgumentException($"KolmogorovSmirnov: the scale is {scale}, expected more than 0.", nameof(scale));
        var probabilities = new double[sample.Length];
        for (var i = 0; i < sample.Length; i++) probabilities[i] = DoubleMath.NormalCdf((sample[i] - loc) / scale);
        return Distance(probabilities);
    }

    /// <summary>The distance 1.358/√n that a sample of n independent values from the distribution itself exceeds with a probability of 5 %.</summary>
    /// <remarks>The quantile of Kolmogorov's limiting distribution; for few values the true bound is slightly lower.</remarks>
    public static double Bound95(int sampleCount) => 1.358 / Math.Sqrt(sampleCount);
}
