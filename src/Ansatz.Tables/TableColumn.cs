namespace Ansatz.Tables;

/// <summary>A column with its cells.</summary>
public sealed class TableColumn
{
    /// <summary>In place of a category that the definition does not know.</summary>
    internal const double Unknown = -1;

    private readonly double[] cells;

    /// <param name="definition">What the cells are.</param>
    /// <param name="cells">Numbers, or positions among the categories; NaN where there is no value. Not copied. Empty for a column that is passed over.</param>
    internal TableColumn(ColumnDefinition definition, double[] cells) => (Definition, this.cells) = (definition, cells);

    /// <summary>What the cells are.</summary>
    public ColumnDefinition Definition { get; }

    /// <summary>The name in the table's header.</summary>
    public string Name => Definition.Name;

    /// <summary>Numbers, or positions among the categories, −1 for another category; NaN where a cell has no value. Empty for a column that is passed over.</summary>
    public ReadOnlySpan<double> Cells => cells;

    /// <summary>How many cells have no value.</summary>
    public int MissingCount => cells.Count(double.IsNaN);

    internal bool IsKnown(int row) => cells[row] >= 0 || (Definition.Kind != ColumnKind.Categorical && !double.IsNaN(cells[row]));

    internal TableColumn Pick(ReadOnlySpan<int> rows)
    {
        if (cells.Length == 0) return this;
        var picked = new double[rows.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = cells[rows[i]];
        return new TableColumn(Definition, picked);
    }
}
