namespace Ansatz.Evaluation;

/// <summary>
/// Latent dimensions that carry information: those whose posterior mean varies, Var over x of E[z|x] &gt; 0.01.
/// Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016), section 5.2.
/// </summary>
public static class ActiveUnits
{
    public const double Threshold = 0.01;

    /// <param name="means">[n, dimension]: E[z|x] of each example, two or more.</param>
    /// <param name="dimension">Latent dimensions.</param>
    /// <returns>The variance of each dimension's mean, with N − 1.</returns>
    /// <exception cref="ArgumentException">There are fewer than two points, or one is not finite.</exception>
    public static double[] Variances(ReadOnlySpan<float> means, int dimension)
    {
        var n = dimension < 1 ? 0 : means.Length / dimension;
        if (n < 2 || n * dimension != means.Length) throw new ArgumentException($"ActiveUnits: {means.Length} values are not 2 or more points of {dimension} dimensions.", nameof(means));
        var variances = new double[dimension];
        for (var j = 0; j < dimension; j++)
        {
            double mean = 0, sum = 0;
            for (var i = 0; i < n; i++) mean += means[i * dimension + j] / (double)n;
            for (var i = 0; i < n; i++) sum += (means[i * dimension + j] - mean) * (means[i * dimension + j] - mean);
            variances[j] = double.IsFinite(sum) ? sum / (n - 1) : throw new ArgumentException($"ActiveUnits: a mean of dimension {j} is not finite; expected numbers.", nameof(means));
        }
        return variances;
    }

    /// <summary>How many dimensions are active.</summary>
    /// <param name="means">[n, dimension]: E[z|x] of each example, two or more.</param>
    /// <param name="dimension">Latent dimensions.</param>
    public static int Count(ReadOnlySpan<float> means, int dimension)
    {
        var count = 0;
        foreach (var variance in Variances(means, dimension))
            if (variance > Threshold) count++;
        return count;
    }
}
