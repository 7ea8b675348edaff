namespace Ansatz.Mixtures;

/// <summary>Numbers points so that equal ones, and only they, have equal numbers: 0, 1, … in the order in which points first appear.</summary>
internal static class DistinctRows
{
    private const int RowsBetweenChecks = 4096;

    /// <param name="values">[N, d].</param>
    /// <param name="d">d.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static int[] Number(double[] values, int d, CancellationToken cancellation)
    {
        var numbers = new int[values.Length / d];
        // With room for all rows from the start, no growth copies a million rows between two checks of the cancellation.
        var known = new Dictionary<int, int>(numbers.Length, new Rows(values, d));
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i % RowsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            if (known.TryGetValue(i, out var number)) numbers[i] = number;
            else known.Add(i, numbers[i] = known.Count);
        }
        return numbers;
    }

    // Hashes decide how fast a row is found, not its number.
    private sealed class Rows(double[] values, int d) : IEqualityComparer<int>
    {
        public bool Equals(int a, int b) => values.AsSpan(a * d, d).SequenceEqual(values.AsSpan(b * d, d));

        public int GetHashCode(int row)
        {
            var hash = 0UL;
            foreach (var x in values.AsSpan(row * d, d)) hash = (hash ^ BitConverter.DoubleToUInt64Bits(x + 0.0)) * 0x9E3779B97F4A7C15 ^ hash >> 29; // −0 + 0 = 0
            return (int)(hash >> 32);
        }
    }
}
