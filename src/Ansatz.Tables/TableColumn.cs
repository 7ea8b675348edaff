namespace Ansatz.Tables;

/// <summary>A column with its cells.</summary>
public sealed class TableColumn
{
    /// <summary>In place of a category that the definition does not know.</summary>
    internal const double Unknown = -1;

    private readonly double[] cells;
    private readonly string[]? texts;

    /// <param name="definition">What the cells are.</param>
    /// <param name="cells">Numbers, or positions among the categories; NaN where there is no value. Not copied. Empty for a column that is passed over.</param>
    /// <param name="texts">The cells of a column that is passed over, where they are kept to be written again.</param>
    internal TableColumn(ColumnDefinition definition, double[] cells, string[]? texts = null) => (Definition, this.cells, this.texts) = (definition, cells, texts);

    /// <summary>What the cells are.</summary>
    public ColumnDefinition Definition { get; }

    /// <summary>The name in the table's header.</summary>
    public string Name => Definition.Name;

    /// <summary>Numbers, or positions among the categories, −1 for another category; NaN where a cell has no value. Empty for a column that is passed over.</summary>
    public ReadOnlySpan<double> Cells => cells;

    /// <summary>The cells of a column that is passed over, if they were kept.</summary>
    internal IReadOnlyList<string>? Texts => texts;

    /// <summary>How many cells have no value.</summary>
    public int MissingCount => cells.Count(double.IsNaN);

    /// <summary>
    /// A value of a column of numbers that are not rounded, where 2 % of the cells or more have it, and that share; null without one. A density has no such atoms: it can be as high there as it likes.
    /// </summary>
    internal (double Value, double Share)? Atom
    {
        get
        {
            const double Least = 0.02;
            const int FewestCells = 10;
            if (Definition is not { IsModelled: true, Resolution: 0, Kind: not ColumnKind.Categorical }) return null;
            // NaN comes first.
            var sorted = (double[])cells.Clone();
            Array.Sort(sorted);
            sorted = sorted[MissingCount..];
            int longest = 0, at = 0;
            for (int start = 0, end; start < sorted.Length; start = end)
            {
                end = start + 1;
                while (end < sorted.Length && sorted[end] == sorted[start]) end++;
                if (end - start > longest) (longest, at) = (end - start, start);
            }
            return longest >= FewestCells && longest >= Least * sorted.Length ? (sorted[at], longest / (double)sorted.Length) : null;
        }
    }

    /// <summary>How many different values a column of whole numbers has, where these are few and have gaps between them, so that they may be names of kinds; else null.</summary>
    internal int? FewWholeNumbers
    {
        get
        {
            const int Most = 20, CellsForEach = 10;
            if (Definition.Kind != ColumnKind.Integer) return null;
            var values = new HashSet<double>();
            foreach (var cell in cells)
                if (!double.IsNaN(cell) && values.Add(cell) && values.Count > Most) return null;
            return values.Count > 1 && values.Count * CellsForEach <= cells.Length && values.Max() - values.Min() > 2 * values.Count * Definition.Resolution ? values.Count : null;
        }
    }

    /// <summary>Whether the least cell of a column without bounds is 0, so that samples may be below what cells can be.</summary>
    internal bool BeginsAtZero
    {
        get
        {
            if (Definition is not { Kind: ColumnKind.Continuous, Low: null }) return false;
            var least = double.PositiveInfinity;
            foreach (var cell in cells)
                if (cell < least) least = cell;
            return least == 0;
        }
    }

    internal bool IsKnown(int row) => cells[row] >= 0 || (Definition.Kind != ColumnKind.Categorical && !double.IsNaN(cells[row]));

    /// <summary>The column without any value.</summary>
    internal TableColumn Open()
    {
        var open = new double[cells.Length];
        Array.Fill(open, double.NaN);
        return new TableColumn(Definition, open);
    }

    internal TableColumn AsGiven() => new(Definition with { IsGiven = true }, cells);

    internal TableColumn Pick(ReadOnlySpan<int> rows)
    {
        if (cells.Length == 0) return texts is null ? this : new TableColumn(Definition, [], PickFrom(texts, rows));
        return new TableColumn(Definition, PickFrom(cells, rows));
    }

    private static T[] PickFrom<T>(T[] all, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = all[rows[i]];
        return picked;
    }
}
