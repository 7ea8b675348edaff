namespace Ansatz.Mixtures;

/// <summary>Points made ready for a fit: checked, centred, and equal ones known as equal.</summary>
internal sealed class MixtureData
{
    private readonly int[] identities; // equal points have equal numbers, from 0 on

    /// <param name="values">[N, d].</param>
    /// <param name="dimension">d.</param>
    /// <exception cref="ArgumentException">Values are missing or not finite, or a dimension is constant.</exception>
    public MixtureData(ReadOnlySpan<double> values, int dimension)
    {
        if (values.Length == 0 || values.Length % dimension != 0)
            throw new ArgumentException($"GaussianMixture: {values.Length} values are no whole number of points in {dimension} dimensions; expected one point or more.");
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"GaussianMixture: point {i / dimension} is {values[i]} in dimension {i % dimension}; leave out points that are not finite.");
        Centre = new double[dimension];
        Variances = new double[dimension];
        Centred = values.ToArray();
        identities = Identify(Centred, dimension);
        for (var j = 0; j < dimension; j++) (Centre[j], Variances[j]) = CentreDimension(j);
        Standard = [.. Centred.Select((x, i) => x / Math.Sqrt(Variances[i % dimension]))];
    }

    /// <summary>[N, d], each dimension of mean 0.</summary>
    public double[] Centred { get; }

    /// <summary>[N, d], each dimension of mean 0 and variance 1: the units in which distances between points mean something.</summary>
    public double[] Standard { get; }

    /// <summary>The mean of each dimension, [d].</summary>
    public double[] Centre { get; }

    /// <summary>The variance of each dimension, [d].</summary>
    public double[] Variances { get; }

    public int Dimension => Centre.Length;

    public int Count => identities.Length;

    /// <summary>How many points there are that differ from all others before them.</summary>
    public int DistinctCount => identities.Max() + 1;

    /// <summary>The least number of distinct points that any component has, each point counting for the component most responsible for it.</summary>
    /// <param name="responsibilities">[N, K].</param>
    /// <param name="componentCount">K.</param>
    public int FewestDistinctPoints(ReadOnlySpan<double> responsibilities, int componentCount)
    {
        var counted = new bool[DistinctCount];
        var counts = new int[componentCount];
        for (var n = 0; n < Count; n++)
        {
            if (counted[identities[n]]) continue;
            counted[identities[n]] = true;
            var row = responsibilities.Slice(n * componentCount, componentCount);
            var largest = 0;
            for (var k = 1; k < row.Length; k++)
                if (row[k] > row[largest]) largest = k;
            counts[largest]++;
        }
        return counts.Min();
    }

    private (double Mean, double Variance) CentreDimension(int j)
    {
        int n = Count, d = Dimension;
        double mean = 0, squares = 0;
        for (var i = 0; i < n; i++) mean += Centred[i * d + j];
        mean /= n;
        for (var i = 0; i < n; i++)
        {
            Centred[i * d + j] -= mean;
            squares = Math.FusedMultiplyAdd(Centred[i * d + j], Centred[i * d + j], squares);
        }
        if (Enumerable.Range(1, n - 1).All(i => Centred[i * d + j] == Centred[j]))
            throw new ArgumentException($"GaussianMixture: dimension {j} is {mean} at every point and has no density; leave it out.");
        return (mean, squares / n);
    }

    private static int[] Identify(double[] values, int d)
    {
        var order = Enumerable.Range(0, values.Length / d).ToArray();
        Array.Sort(order, Compare);
        var numbers = new int[order.Length];
        for (var i = 1; i < order.Length; i++)
            numbers[order[i]] = numbers[order[i - 1]] + (Compare(order[i], order[i - 1]) == 0 ? 0 : 1);
        return numbers;

        int Compare(int a, int b) => values.AsSpan(a * d, d).SequenceCompareTo(values.AsSpan(b * d, d));
    }
}
