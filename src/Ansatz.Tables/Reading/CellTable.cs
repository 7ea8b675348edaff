using Ansatz.Formats;

namespace Ansatz.Tables.Reading;

/// <summary>A column, cell by cell as the text that a CSV file would have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Its cells.</param>
/// <param name="Open">Gives a function from rows to texts; null where a cell has no value. Throws <see cref="NotSupportedException"/>, which says what the cells are, where they have no text.</param>
internal sealed record CellColumn(string Name, int Count, Func<Func<int, string?>> Open);

/// <summary>Tables from columns that are no text. What a column is follows from its texts, as for a CSV file.</summary>
internal static class CellTable
{
    /// <param name="place">What messages call the table.</param>
    /// <param name="columns">One or more, equally long.</param>
    /// <param name="reading">Choices of kinds and words for missing cells.</param>
    public static Table Make(string place, IReadOnlyList<CellColumn> columns, TableReading reading)
    {
        Check(place, columns);
        foreach (var name in reading.Choices.Keys)
            if (!columns.Any(c => c.Name == name)) throw new ArgumentException($"{place}: found no column '{name}'; expected one of {string.Join(", ", columns.Select(c => c.Name))}.", nameof(reading));
        var missing = new MissingWords(reading);
        try
        {
            return Fill(place, columns, [.. columns.Select(c => Decide(c, reading.Choices.GetValueOrDefault(c.Name), missing))], reading);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{place}: {e.Message}", e);
        }
    }

    /// <param name="place">What messages call the table.</param>
    /// <param name="columns">One or more, equally long.</param>
    /// <param name="definitions">What the columns are; others are passed over.</param>
    /// <param name="reading">Words for missing cells.</param>
    public static Table Make(string place, IReadOnlyList<CellColumn> columns, IReadOnlyList<ColumnDefinition> definitions, TableReading reading)
    {
        Check(place, columns);
        var empty = new CellColumn("", columns[0].Count, () => _ => null);
        CellColumn[] found = [.. definitions.Select(d => columns.FirstOrDefault(c => c.Name == d.Name) ?? (d.IsModelled
            ? throw new InvalidDataException($"{place}: found no column '{d.Name}'; expected the columns that the model knows; the table has {string.Join(", ", columns.Select(c => c.Name))}")
            : empty))];
        return Fill(place, found, definitions, reading);
    }

    private static ColumnDefinition Decide(CellColumn column, ColumnChoice? choice, MissingWords missing)
    {
        Func<int, string?> cells;
        try
        {
            cells = column.Open();
        }
        catch (NotSupportedException e)
        {
            if (choice?.Kind == ColumnKind.Skip) return new ColumnDefinition(column.Name, ColumnKind.Skip);
            throw new FormatException($"column '{column.Name}': found {e.Message}; expected numbers, texts, dates or truth values; say --columns {column.Name}:skip", e);
        }
        var scan = new ColumnScan(column.Name, hasDecimalComma: false, place: "row");
        for (var i = 0; i < column.Count; i++)
        {
            var text = cells(i).AsSpan().Trim();
            scan.Add(text, missing.Contain(text), i + 1);
        }
        return scan.Decide(choice);
    }

    private static Table Fill(string place, IReadOnlyList<CellColumn> columns, IReadOnlyList<ColumnDefinition> definitions, TableReading reading)
    {
        var missing = new MissingWords(reading);
        var count = columns[0].Count;
        var filled = new TableColumn[definitions.Count];
        for (var j = 0; j < filled.Length; j++)
        {
            if (!definitions[j].IsModelled)
            {
                filled[j] = new TableColumn(definitions[j], [], reading.KeepsTexts ? Texts(columns[j]) : null);
                continue;
            }
            var reader = new CellReader(definitions[j], hasDecimalComma: false, count);
            var cells = Opened(place, columns[j]);
            for (var i = 0; i < count; i++)
            {
                var text = cells(i).AsSpan().Trim();
                if (!reader.Read(i, text, missing.Contain(text))) throw new InvalidDataException($"{place}: column '{definitions[j].Name}', row {i + 1}: found '{FileText.Shown(text.ToString())}'; expected a number");
            }
            filled[j] = new TableColumn(definitions[j], reader.Cells);
        }
        return new Table(filled, count);
    }

    // Null where the cells have no text.
    private static string[]? Texts(CellColumn column)
    {
        try
        {
            var cells = column.Open();
            return [.. Enumerable.Range(0, column.Count).Select(i => cells(i) ?? "")];
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static Func<int, string?> Opened(string place, CellColumn column)
    {
        try
        {
            return column.Open();
        }
        catch (NotSupportedException e)
        {
            throw new InvalidDataException($"{place}: column '{column.Name}': found {e.Message}; expected numbers, texts, dates or truth values, as the model knows it", e);
        }
    }

    private static void Check(string place, IReadOnlyList<CellColumn> columns)
    {
        if (columns.Count == 0) throw new InvalidDataException($"{place}: no columns; expected one or more");
        if (columns[0].Count == 0) throw new InvalidDataException($"{place}: no rows; expected some");
        if (columns.FirstOrDefault(c => c.Count != columns[0].Count) is { } other) throw new InvalidDataException($"{place}: column '{other.Name}' has {other.Count} cells and column '{columns[0].Name}' has {columns[0].Count}; expected as many");
        if (columns.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InvalidDataException($"{place}: two columns have the name '{FileText.Shown(twice.Key)}'; expected different names");
    }
}
