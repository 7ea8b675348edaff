namespace Ansatz.Data;

/// <summary>
/// Divides labelled examples in two parts so that each class gives its share. From the nᵢ examples of class i the first part takes share · nᵢ. This number is rounded by the
/// method of largest remainders, so that the counts add up to the wanted total. A class of two or more examples is in both parts.
/// </summary>
internal static class Stratification
{
    /// <summary>Whether each example belongs to the first part, which takes the first examples of each class.</summary>
    /// <param name="labels">The class of each example.</param>
    /// <param name="share">The first part's share, in (0, 1).</param>
    /// <param name="total">The wanted number of examples in the first part.</param>
    public static bool[] FirstPart(int[] labels, double share, int total)
    {
        var taken = Counts([.. labels.CountBy(l => l).Select(pair => (pair.Key, pair.Value)).OrderBy(c => c.Key)], share, total);
        var isFirst = new bool[labels.Length];
        for (var i = 0; i < labels.Length; i++) isFirst[i] = --taken[labels[i]] >= 0;
        return isFirst;
    }

    private static Dictionary<int, int> Counts((int Label, int Size)[] classes, double share, int total)
    {
        int Least(int size) => Math.Min(1, size - 1);
        int Most(int size) => Math.Max(1, size - 1);
        var counts = classes.ToDictionary(c => c.Label, c => Math.Clamp((int)(share * c.Size), Least(c.Size), Most(c.Size)));
        var missing = total - counts.Values.Sum();
        // The sort is stable: among equal remainders the smallest label comes first.
        foreach (var (label, size) in classes.OrderByDescending(c => share * c.Size - counts[c.Label]))
            if (missing > 0 && counts[label] < Most(size)) (counts[label], missing) = (counts[label] + 1, missing - 1);
        foreach (var (label, size) in classes.OrderBy(c => share * c.Size - counts[c.Label]))
            if (missing < 0 && counts[label] > Least(size)) (counts[label], missing) = (counts[label] - 1, missing + 1);
        return counts;
    }
}
