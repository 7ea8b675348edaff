using Ansatz.Random;

namespace Ansatz.Mixtures;

/// <summary>
/// Divides points into clusters: centres are drawn far from each other, then each point joins the nearest centre and each centre moves to its points' mean.
/// </summary>
/// <remarks>Arthur and Vassilvitskii, k-means++: the advantages of careful seeding (2007); Lloyd, Least squares quantization in PCM (1982).</remarks>
internal static class KMeans
{
    private const int MostRounds = 30, PointsBetweenChecks = 1024;

    /// <summary>The cluster of each point; every cluster has one or more.</summary>
    /// <param name="points">[N, d], in comparable units.</param>
    /// <param name="dimension">d.</param>
    /// <param name="clusterCount">K, at most the number of distinct points.</param>
    /// <param name="rng">The stream of the first centres.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static int[] Clusters(ReadOnlySpan<double> points, int dimension, int clusterCount, Rng rng, CancellationToken cancellation)
    {
        var centres = FirstCentres(points, dimension, clusterCount, rng, cancellation);
        var clusters = new int[points.Length / dimension];
        Array.Fill(clusters, -1);
        for (var round = 0; round < MostRounds && Join(points, centres, clusters, dimension, cancellation); round++) Move(points, centres, clusters, dimension, cancellation);
        return clusters;
    }

    // The first centre is any point; each further one a point with a probability in proportion to its squared distance from the nearest centre.
    private static double[] FirstCentres(ReadOnlySpan<double> points, int d, int k, Rng rng, CancellationToken cancellation)
    {
        var centres = new double[k * d];
        var n = points.Length / d;
        var distances = new double[n];
        Array.Fill(distances, double.PositiveInfinity);
        var chosen = rng.NextInt(n);
        for (var c = 0; ; c++)
        {
            points.Slice(chosen * d, d).CopyTo(centres.AsSpan(c * d));
            if (c + 1 == k) return centres;
            var total = 0.0;
            for (var i = 0; i < n; i++)
            {
                if (i % PointsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
                total += distances[i] = Math.Min(distances[i], SquaredDistance(points.Slice(i * d, d), centres.AsSpan(c * d, d)));
            }
            chosen = Draw(distances, total * rng.NextUniform());
        }
    }

    // The first point at which the running sum passes the threshold; rounding may leave it beyond the last point of positive weight.
    private static int Draw(double[] weights, double threshold)
    {
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0) continue;
            last = i;
            threshold -= weights[i];
            if (threshold < 0) break;
        }
        return last;
    }

    private static bool Join(ReadOnlySpan<double> points, double[] centres, int[] clusters, int d, CancellationToken cancellation)
    {
        var changed = false;
        for (var i = 0; i < clusters.Length; i++)
        {
            if (i % PointsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            int nearest = 0;
            var least = double.PositiveInfinity;
            for (var c = 0; c < centres.Length / d; c++)
                if (SquaredDistance(points.Slice(i * d, d), centres.AsSpan(c * d, d)) is var distance && distance < least) (nearest, least) = (c, distance);
            changed |= clusters[i] != nearest;
            clusters[i] = nearest;
        }
        return changed;
    }

    // A cluster that has lost its last point keeps its centre.
    private static void Move(ReadOnlySpan<double> points, double[] centres, int[] clusters, int d, CancellationToken cancellation)
    {
        var sums = new double[centres.Length];
        var counts = new int[centres.Length / d];
        for (var i = 0; i < clusters.Length; i++)
        {
            if (i % PointsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            counts[clusters[i]]++;
            for (var j = 0; j < d; j++) sums[clusters[i] * d + j] += points[i * d + j];
        }
        for (var c = 0; c < counts.Length; c++)
            for (var j = 0; j < d && counts[c] > 0; j++) centres[c * d + j] = sums[c * d + j] / counts[c];
    }

    private static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i] - y[i], x[i] - y[i], sum);
        return sum;
    }
}
