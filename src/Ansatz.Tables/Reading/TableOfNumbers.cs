using System.Globalization;

namespace Ansatz.Tables.Reading;

/// <summary>Tables of numbers that are in memory already.</summary>
internal static class TableOfNumbers
{
    public static Table Make(IReadOnlyList<string> names, ReadOnlySpan<double> values, IReadOnlyDictionary<string, ColumnChoice>? choices)
    {
        if (names.Count == 0 || values.Length % names.Count != 0) throw new ArgumentException($"Table: {values.Length} values are no whole number of rows of {names.Count} columns.", nameof(values));
        var count = values.Length / names.Count;
        var columns = new TableColumn[names.Count];
        for (var j = 0; j < columns.Length; j++)
        {
            var cells = new double[count];
            for (var i = 0; i < count; i++) cells[i] = values[i * names.Count + j];
            columns[j] = Column(names[j], cells, choices?.GetValueOrDefault(names[j]) ?? new ColumnChoice(ColumnKind.Continuous));
        }
        return new Table(columns, count);
    }

    // A categorical or whole column is described as the text of a file would be.
    private static TableColumn Column(string name, double[] cells, ColumnChoice choice)
    {
        if (Array.FindIndex(cells, double.IsInfinity) is >= 0 and var infinite) throw new ArgumentException($"Table: column '{name}', row {infinite + 1}: the number is infinite; expected a finite one, or NaN for a cell without a value.", nameof(cells));
        var scan = new ColumnScan(name, hasDecimalComma: false);
        string Text(double cell) => cell.ToString("R", CultureInfo.InvariantCulture);
        for (var i = 0; i < cells.Length; i++) scan.Add(Text(cells[i]), double.IsNaN(cells[i]), i + 1);
        ColumnDefinition definition;
        try
        {
            definition = scan.Decide(choice);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"Table: {e.Message}.", nameof(cells), e);
        }
        if (!definition.IsModelled) return new TableColumn(definition, []);
        if (definition.Kind != ColumnKind.Categorical) return new TableColumn(definition, cells);
        List<string> categories = [.. definition.Categories];
        return new TableColumn(definition, Array.ConvertAll(cells, c => double.IsNaN(c) ? c : categories.IndexOf(Text(c))));
    }
}
