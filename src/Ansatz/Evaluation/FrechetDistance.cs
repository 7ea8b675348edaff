using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The squared Fréchet (2-Wasserstein) distance between the Gaussians that fit two samples: ‖μ₁ − μ₂‖² + tr(C₁ + C₂ − 2(C₁^½·C₂·C₁^½)^½),
/// covariances with N − 1.
/// </summary>
/// <remarks>
/// The product under the root is symmetric and positive semidefinite, so its root's trace is the sum of the roots of its eigenvalues: no complex
/// square root of C₁·C₂ is needed. Dowson and Landau, The Fréchet distance between multivariate normal distributions (1982); Heusel et al., GANs trained
/// by a two time-scale update rule (2017) for its use as FID.
/// </remarks>
public static class FrechetDistance
{
    /// <param name="first">[n, dimension], row by row.</param>
    /// <param name="second">[m, dimension], row by row.</param>
    /// <param name="dimension">Features of a point.</param>
    public static double Between(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int dimension)
    {
        var (mean1, c1) = Moments(first, dimension);
        var (mean2, c2) = Moments(second, dimension);
        var root = SymmetricEigen.Root(dimension, c1);
        var product = Multiply(dimension, Multiply(dimension, root, c2), root);
        var distance = 0.0;
        for (var i = 0; i < dimension; i++)
            distance += (mean1[i] - mean2[i]) * (mean1[i] - mean2[i]) + c1[i * dimension + i] + c2[i * dimension + i];
        foreach (var eigenvalue in SymmetricEigen.Values(dimension, product)) distance -= 2 * Math.Sqrt(Math.Max(0, eigenvalue));
        return Math.Max(0, distance);
    }

    /// <summary>
    /// The distance between two disjoint parts of one sample, as the mean over several splittings into parts of the given size. No
    /// generator can be expected to come below it.
    /// </summary>
    /// <param name="sample">[n, dimension], row by row, with n ≥ 2·size.</param>
    /// <param name="dimension">Features of a point.</param>
    /// <param name="size">Points per part, 2 or more: as many as in the comparison that needs the floor.</param>
    /// <param name="rng">The stream of the splittings.</param>
    /// <param name="pairs">How many splittings are averaged, 1 or more.</param>
    public static double NoiseFloor(ReadOnlySpan<float> sample, int dimension, int size, Rng rng, int pairs = 8)
    {
        var count = dimension < 1 ? 0 : sample.Length / dimension;
        if (size < 2 || size > count / 2) throw new ArgumentException($"FrechetDistance: {count} points cannot be split into two parts of {size}; expected parts of 2 or more, and points for both.", nameof(size));
        if (pairs < 1) throw new ArgumentOutOfRangeException(nameof(pairs), $"FrechetDistance: {pairs} splittings; expected 1 or more.");
        float[] first = new float[size * dimension], second = new float[size * dimension];
        var sum = 0.0;
        for (var p = 0; p < pairs; p++)
        {
            var order = rng.Fork(p).Permutation(count);
            for (var i = 0; i < size; i++)
            {
                sample.Slice(order[i] * dimension, dimension).CopyTo(first.AsSpan(i * dimension));
                sample.Slice(order[size + i] * dimension, dimension).CopyTo(second.AsSpan(i * dimension));
            }
            sum += Between(first, second, dimension);
        }
        return sum / pairs;
    }

    private static (double[] Mean, double[] Covariance) Moments(ReadOnlySpan<float> points, int d)
    {
        var n = d < 1 ? 0 : points.Length / d;
        if (n < 2 || n * d != points.Length) throw new ArgumentException($"FrechetDistance: {points.Length} values are not 2 or more points of {d} dimensions.", nameof(points));
        double[] mean = new double[d], covariance = new double[d * d];
        for (var i = 0; i < points.Length; i++) mean[i % d] += points[i];
        for (var j = 0; j < d; j++) mean[j] /= n;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < d; j++)
                for (var k = 0; k < d; k++)
                    covariance[j * d + k] += (points[i * d + j] - mean[j]) * (points[i * d + k] - mean[k]);
        for (var j = 0; j < covariance.Length; j++) covariance[j] /= n - 1;
        return (mean, covariance);
    }

    private static double[] Multiply(int n, double[] a, double[] b)
    {
        var c = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
                for (var j = 0; j < n; j++) c[i * n + j] += a[i * n + k] * b[k * n + j];
        return c;
    }
}
