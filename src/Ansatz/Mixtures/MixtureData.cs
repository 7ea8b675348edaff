namespace Ansatz.Mixtures;

/// <summary>Points made ready for a fit: checked, centred, and equal ones known as equal.</summary>
internal sealed class MixtureData
{
    // The model stores single precision, whose largest number is 3.4·10³⁸; squares of these fit into double many times over.
    private const double LargestValue = 1e37, SmallestDeviation = 1e-37;

    private const int PointsAtOnce = 1024;

    private readonly int[] identities; // equal points have equal numbers, from 0 on

    /// <param name="values">[N, d].</param>
    /// <param name="dimension">d.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <exception cref="ArgumentException">Values are missing, not finite or of a magnitude that single precision cannot hold, or a dimension is constant.</exception>
    public MixtureData(ReadOnlySpan<double> values, int dimension, CancellationToken cancellation = default)
    {
        if (values.Length == 0 || values.Length % dimension != 0)
            throw new ArgumentException($"GaussianMixture: {values.Length} values are no whole number of points in {dimension} dimensions; expected one point or more.", nameof(values));
        Centre = new double[dimension];
        Variances = new double[dimension];
        Centred = Checked(values, dimension, cancellation);
        identities = DistinctRows.Number(Centred, dimension, cancellation);
        DistinctCount = identities.Max() + 1;
        for (var j = 0; j < dimension; j++)
            (Centre[j], Variances[j]) = CentreDimension(j, cancellation);
        Standard = new double[Centred.Length];
        var deviations = Array.ConvertAll(Variances, Math.Sqrt);
        for (var n = 0; n < Count; n++)
        {
            CheckAt(n, cancellation);
            for (var j = 0; j < dimension; j++) Standard[n * dimension + j] = Centred[n * dimension + j] / deviations[j];
        }
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

    /// <summary>The number of points that differ from all points before them.</summary>
    public int DistinctCount { get; }

    /// <summary>The least number of distinct points for a fit: without regularization K components need as many for their covariances.</summary>
    public static int FewestPoints(MixtureCovariance kind, int componentCount, int dimension) => kind switch
    {
        MixtureCovariance.Full => componentCount * (dimension + 1),
        MixtureCovariance.Tied => componentCount + dimension,
        _ => componentCount * 2,
    };

    /// <summary>What each component needs, in words.</summary>
    public static string PointsPerComponent(MixtureCovariance kind, int dimension) => kind switch
    {
        MixtureCovariance.Full => $"{dimension + 1} distinct points",
        MixtureCovariance.Diagonal => "2 distinct values in each dimension",
        MixtureCovariance.Spherical => "2 distinct points",
        _ => "1 point, or the points do not span the space",
    };

    /// <summary>
    /// Whether the points determine every component, each point counting for the component most responsible for it. A component with a full covariance needs d + 1
    /// distinct points; a diagonal one 2 values in each dimension; a spherical one 2 points; a tied one none, since the pooled covariance is regular.
    /// </summary>
    public bool HasEnoughPoints(MixtureDensity density, MixtureCovariance kind, CancellationToken cancellation)
    {
        if (kind == MixtureCovariance.Tied) return true;
        int k = density.ComponentCount, d = Dimension;
        var counted = new bool[DistinctCount];
        var counts = new int[k];
        var firsts = new int[k];
        var varies = new bool[k * d];
        double[] responsibilities = [];
        for (var n = 0; n < Count; n++)
        {
            if (n % PointsAtOnce == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                responsibilities = density.Responsibilities(Centred.AsSpan(n * d, Math.Min(PointsAtOnce, Count - n) * d));
            }
            if (counted[identities[n]]) continue;
            counted[identities[n]] = true;
            var c = LargestAt(responsibilities.AsSpan(n % PointsAtOnce * k, k));
            if (counts[c]++ == 0) firsts[c] = n;
            for (var j = 0; j < d; j++) varies[c * d + j] |= Centred[n * d + j] != Centred[firsts[c] * d + j];
        }
        return kind switch
        {
            MixtureCovariance.Full => counts.Min() > d,
            MixtureCovariance.Diagonal => Array.TrueForAll(varies, v => v),
            _ => counts.Min() > 1,
        };
    }

    // Every loop over the points can be cancelled, since a loop over a million points takes a tenth of a second.
    private static void CheckAt(int point, CancellationToken cancellation)
    {
        if (point % PointsAtOnce == 0) cancellation.ThrowIfCancellationRequested();
    }

    private static double[] Checked(ReadOnlySpan<double> values, int dimension, CancellationToken cancellation)
    {
        var copy = new double[values.Length];
        for (var start = 0; start < values.Length; start += PointsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = start; i < Math.Min(start + PointsAtOnce, values.Length); i++)
                copy[i] = Math.Abs(values[i]) <= LargestValue ? values[i] : throw Unfit(values[i], i / dimension, i % dimension);
        }
        return copy;
    }

    private static int LargestAt(ReadOnlySpan<double> row)
    {
        var largest = 0;
        for (var k = 1; k < row.Length; k++)
            if (row[k] > row[largest]) largest = k;
        return largest;
    }

    private static ArgumentException Unfit(double value, int point, int dimension) => double.IsFinite(value)
        ? Unfit($"point {point} is {value} in dimension {dimension}; expected magnitudes of at most {LargestValue}, since parameters are single precision; scale the data")
        : Unfit($"point {point} is {value} in dimension {dimension}; leave out points that are not finite");

    // The fault lies in what was given to GaussianMixture.Fit as data.
    private static ArgumentException Unfit(string what, string parameter = "data") => new($"GaussianMixture: {what}.", parameter);

    private (double Mean, double Variance) CentreDimension(int j, CancellationToken cancellation)
    {
        int n = Count, d = Dimension;
        double mean = 0, squares = 0, first = Centred[j];
        var isConstant = true;
        for (var i = 0; i < n; i++)
        {
            CheckAt(i, cancellation);
            mean += Centred[i * d + j];
        }
        mean /= n;
        for (var i = 0; i < n; i++)
        {
            CheckAt(i, cancellation);
            isConstant &= Centred[i * d + j] == first;
            Centred[i * d + j] -= mean;
            squares = Math.FusedMultiplyAdd(Centred[i * d + j], Centred[i * d + j], squares);
        }
        if (isConstant) throw Unfit($"dimension {j} is {mean} at every point and has no density; leave it out");
        if (!(squares / n >= SmallestDeviation * SmallestDeviation))
            throw Unfit($"dimension {j} has the standard deviation {Math.Sqrt(squares / n)}; expected a magnitude of {SmallestDeviation} or more, since parameters are single precision; scale the data");
        return (mean, squares / n);
    }
}
