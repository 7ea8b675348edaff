namespace Ansatz.Tables;

/// <summary>How far the columns of one table are from those of another, one by one and in pairs, for instance real rows beside synthetic ones.</summary>
public sealed class TableComparison
{
    /// <param name="real">A table.</param>
    /// <param name="synthetic">Another with the same columns.</param>
    public TableComparison(Table real, Table synthetic)
    {
        int[] modelled = [.. Enumerable.Range(0, real.Columns.Count).Where(j => real.Columns[j].Definition.IsModelled)];
        Marginals = [.. modelled.Select(j => new MarginalDistance(real.Columns[j].Name, Marginal(real.Columns[j], synthetic.Columns[j])))];
        int[] numbers = [.. modelled.Where(j => real.Columns[j].Definition.Kind != ColumnKind.Categorical)];
        double[][] realRanks = [.. numbers.Select(j => Ranks(real.Columns[j].Cells))], syntheticRanks = [.. numbers.Select(j => Ranks(synthetic.Columns[j].Cells))];
        var pairs = new List<PairDistance>();
        for (var a = 0; a < numbers.Length; a++)
            for (var b = a + 1; b < numbers.Length; b++)
                pairs.Add(new PairDistance(real.Columns[numbers[a]].Name, real.Columns[numbers[b]].Name, Correlation(realRanks[a], realRanks[b]), Correlation(syntheticRanks[a], syntheticRanks[b])));
        Pairs = pairs;
    }

    /// <summary>One for each modelled column.</summary>
    public IReadOnlyList<MarginalDistance> Marginals { get; }

    /// <summary>One for each pair of columns of numbers.</summary>
    public IReadOnlyList<PairDistance> Pairs { get; }

    /// <summary>Spearman's rank correlation of two columns where both have values.</summary>
    internal static double RankCorrelation(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Correlation(Ranks(a), Ranks(b));

    // Numbers: the largest difference of the two empirical distributions. Categories: half the sum of the differences of shares.
    private static double Marginal(TableColumn real, TableColumn synthetic)
    {
        double[] a = [.. real.Cells.ToArray().Where(c => !double.IsNaN(c)).Order()], b = [.. synthetic.Cells.ToArray().Where(c => !double.IsNaN(c)).Order()];
        if (a.Length == 0 || b.Length == 0) return double.NaN;
        if (real.Definition.Kind == ColumnKind.Categorical)
            return Enumerable.Range(0, real.Definition.Categories.Count).Sum(k => Math.Abs(a.Count(c => c == k) / (double)a.Length - b.Count(c => c == k) / (double)b.Length)) / 2;
        var largest = 0.0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            largest = Math.Max(largest, Math.Abs(i / (double)a.Length - j / (double)b.Length));
        }
        return largest;
    }

    // Equal values share the mean of their ranks; NaN keeps its place and is left out of correlations.
    private static double[] Ranks(ReadOnlySpan<double> cells)
    {
        var values = cells.ToArray();
        int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        Array.Fill(ranks, double.NaN);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0;
        }
        return ranks;
    }

    private static double Correlation(double[] a, double[] b)
    {
        int[] both = [.. Enumerable.Range(0, a.Length).Where(i => !double.IsNaN(a[i]) && !double.IsNaN(b[i]))];
        if (both.Length < 2) return double.NaN;
        double meanA = both.Average(i => a[i]), meanB = both.Average(i => b[i]), aa = 0, bb = 0, ab = 0;
        foreach (var i in both)
        {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : double.NaN;
    }
}

/// <summary>The distance of one column.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Distance">Numbers: Kolmogorov and Smirnov's distance. Categories: the total variation distance.</param>
public sealed record MarginalDistance(string Column, double Distance);

/// <summary>The dependence of two columns of numbers.</summary>
/// <param name="First">The name of one.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Real">Spearman's rank correlation in the real table.</param>
/// <param name="Synthetic">The same in the synthetic one.</param>
public sealed record PairDistance(string First, string Second, double Real, double Synthetic)
{
    /// <summary>The difference of the two.</summary>
    public double Distance => Math.Abs(Real - Synthetic);
}
