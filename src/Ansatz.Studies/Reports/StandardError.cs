namespace Ansatz.Studies.Reports;

/// <summary>How far the mean of independent values may be from its expectation.</summary>
internal static class StandardError
{
    /// <summary>√(∑(xᵢ − x̄)²/(n − 1)/n); NaN for fewer than two values.</summary>
    public static double OfMean(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
    }
}
