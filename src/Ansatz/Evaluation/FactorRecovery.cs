using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// How well a latent representation determines a known factor: the share of the factor's variance that nearest-neighbour regression from the latent
/// points explains, R² = 1 − ∑(y − ŷ)²/∑(y − ȳ)², where one half of the points predicts the other.
/// </summary>
public static class FactorRecovery
{
    /// <param name="latent">[n, dimension]: the points; the first half are neighbours, the second half queries.</param>
    /// <param name="dimension">Coordinates of a point.</param>
    /// <param name="factor">[n]: the factor of each point.</param>
    /// <param name="neighbours">How many nearest points are averaged, 1 or more.</param>
    /// <returns>At most 1; negative where the points predict worse than the factor's mean.</returns>
    public static double RSquared(ReadOnlySpan<float> latent, int dimension, ReadOnlySpan<double> factor, int neighbours = 10)
    {
        int count = factor.Length, half = count / 2;
        if (dimension < 1) throw new ArgumentException($"FactorRecovery: found dimension {dimension}, expected 1 or more.", nameof(dimension));
        if (latent.Length != (long)count * dimension) throw new ArgumentException($"FactorRecovery: {latent.Length} latent values for {count} factors; expected {dimension} each.", nameof(latent));
        if (neighbours < 1 || half < neighbours) throw new ArgumentException($"FactorRecovery: {count} points are too few for {neighbours} neighbours from one half.", nameof(neighbours));
        foreach (var z in latent)
            if (!float.IsFinite(z)) throw new ArgumentException($"FactorRecovery: a latent point has the coordinate {z}; expected a finite number.", nameof(latent));
        var mean = 0.0;
        for (var i = half; i < count; i++) mean += factor[i] / (count - half);
        double residual = 0, total = 0, predicted = 0;
        var distances = new double[neighbours];
        var nearest = new int[neighbours];
        for (var i = half; i < count; i++)
        {
            // If all points of the first half are neighbours, every query has the same ones, in any order.
            if (neighbours < half) Nearest(latent[..(half * dimension)], latent.Slice(i * dimension, dimension), distances, nearest);
            else if (i == half)
                for (var j = 0; j < half; j++) nearest[j] = j;
            if (neighbours < half || i == half) predicted = Mean(factor, nearest);
            residual += (factor[i] - predicted) * (factor[i] - predicted);
            total += (factor[i] - mean) * (factor[i] - mean);
        }
        return total > 0 ? 1 - residual / total : throw new ArgumentException("FactorRecovery: the factor is the same everywhere in the second half; there is nothing to explain.", nameof(factor));
    }

    /// <summary>The same for an angle, by its cosine and its sine, because an angle has no natural start.</summary>
    /// <param name="latent">[n, dimension]: the points; the first half are neighbours, the second half queries.</param>
    /// <param name="dimension">Coordinates of a point.</param>
    /// <param name="radians">[n]: the angle of each point.</param>
    public static (double Cosine, double Sine) RSquaredOfAngle(ReadOnlySpan<float> latent, int dimension, ReadOnlySpan<double> radians)
    {
        double[] cosine = new double[radians.Length], sine = new double[radians.Length];
        for (var i = 0; i < radians.Length; i++) (cosine[i], sine[i]) = (DoubleMath.Cos(radians[i]), DoubleMath.Sin(radians[i]));
        return (RSquared(latent, dimension, cosine), RSquared(latent, dimension, sine));
    }

    private static double Mean(ReadOnlySpan<double> factor, ReadOnlySpan<int> points)
    {
        var mean = 0.0;
        foreach (var j in points) mean += factor[j] / points.Length;
        return mean;
    }

    // Insertion into a short sorted list; equal distances keep the earlier point first.
    private static void Nearest(ReadOnlySpan<float> points, ReadOnlySpan<float> query, Span<double> distances, Span<int> nearest)
    {
        distances.Fill(double.PositiveInfinity);
        var d = query.Length;
        for (var j = 0; j < points.Length / d; j++)
        {
            var distance = 0.0;
            for (var k = 0; k < d; k++) distance += (points[j * d + k] - query[k]) * (double)(points[j * d + k] - query[k]);
            if (!(distance < distances[^1])) continue;
            var at = distances.Length - 1;
            for (; at > 0 && distance < distances[at - 1]; at--) (distances[at], nearest[at]) = (distances[at - 1], nearest[at - 1]);
            (distances[at], nearest[at]) = (distance, j);
        }
    }
}
