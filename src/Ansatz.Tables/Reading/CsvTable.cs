using Ansatz.Formats;

namespace Ansatz.Tables.Reading;

/// <summary>CSV files as tables. The first reading finds what each column is; the second fills its cells.</summary>
internal static class CsvTable
{
    public static Table Read(string path, TableReading reading)
    {
        var file = new CsvFile(path, reading);
        foreach (var name in reading.Choices.Keys)
            if (!file.Header.Contains(name)) throw new ArgumentException($"{path}: found no column '{name}'; expected one of {string.Join(", ", file.Header)}.", nameof(reading));
        var missing = new MissingWords(reading);
        ColumnScan[] scans = [.. file.Header.Select(n => new ColumnScan(n, file.HasDecimalCommas))];
        var count = 0;
        file.ForEachRow(row =>
        {
            count++;
            for (var j = 0; j < scans.Length; j++)
            {
                var text = row[j].Span.Trim();
                scans[j].Add(text, missing.Contain(text), row.LineNumberFrom);
            }
        });
        if (count == 0) throw file.Unfit("has a header and no rows; expected some");
        try
        {
            ColumnDefinition[] definitions = [.. scans.Select((s, j) => s.Decide(reading.Choices.GetValueOrDefault(file.Header[j])))];
            return Fill(file, definitions, [.. Enumerable.Range(0, definitions.Length)], reading, count);
        }
        catch (FormatException e)
        {
            throw file.Unfit(e.Message, e);
        }
    }

    public static Table Read(string path, IReadOnlyList<ColumnDefinition> definitions, TableReading reading)
    {
        var file = new CsvFile(path, reading);
        int[] places = [.. definitions.Select(d => Array.IndexOf([.. file.Header], d.Name))];
        for (var j = 0; j < places.Length; j++)
            if (places[j] < 0 && definitions[j].IsModelled) throw file.Unfit($"found no column '{definitions[j].Name}'; expected the columns that the model knows; the header has {string.Join(", ", file.Header)}");
        var count = 0;
        file.ForEachRow(_ => count++);
        return Fill(file, definitions, places, reading, count);
    }

    private static Table Fill(CsvFile file, IReadOnlyList<ColumnDefinition> definitions, int[] places, TableReading reading, int count)
    {
        var missing = new MissingWords(reading);
        CellReader?[] readers = [.. definitions.Select(d => d.IsModelled ? new CellReader(d, file.HasDecimalCommas, count) : null)];
        string[]?[] texts = [.. definitions.Select((d, j) => reading.KeepsTexts && !d.IsModelled && places[j] >= 0 ? new string[count] : null)];
        var row = 0;
        file.ForEachRow(cells =>
        {
            for (var j = 0; j < readers.Length; j++)
            {
                if (texts[j] is { } kept) kept[row] = cells[places[j]].ToString();
                if (readers[j] is not { } reader) continue;
                var text = cells[places[j]].Span.Trim();
                if (!reader.Read(row, text, missing.Contain(text)))
                    throw file.Unfit($"column '{definitions[j].Name}', line {cells.LineNumberFrom}: found '{FileText.Shown(text.ToString())}'; expected a number");
            }
            row++;
        });
        return new Table([.. definitions.Select((d, j) => new TableColumn(d, readers[j]?.Cells ?? [], texts[j]))], count);
    }
}

/// <summary>Fills the cells of one column.</summary>
internal sealed class CellReader
{
    private readonly bool hasDecimalComma;
    private readonly Dictionary<string, int>? codes;

    public CellReader(ColumnDefinition definition, bool hasDecimalComma, int count)
    {
        this.hasDecimalComma = hasDecimalComma;
        Cells = new double[count];
        if (definition.Kind != ColumnKind.Categorical) return;
        codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < definition.Categories.Count; k++) codes.Add(definition.Categories[k], k);
    }

    public double[] Cells { get; }

    /// <summary>One cell.</summary>
    /// <exception cref="FormatException">The text is no value of the column.</exception>
    public static double Parse(ColumnDefinition definition, string text)
    {
        var reader = new CellReader(definition, hasDecimalComma: false, 1);
        if (!reader.Read(0, text, false) || (reader.Cells[0] == TableColumn.Unknown && definition.Kind == ColumnKind.Categorical))
            throw new FormatException($"column '{definition.Name}': found '{text}'; expected {(definition.Kind == ColumnKind.Categorical ? string.Join(", ", definition.Categories.Take(20)) : "a number")}");
        if (reader.Cells[0] < definition.Low || reader.Cells[0] > definition.High)
            throw new FormatException($"column '{definition.Name}': found '{text}'; expected a number {(definition.High is null ? FormattableString.Invariant($"of {definition.Low} or more") : FormattableString.Invariant($"from {definition.Low} to {definition.High}"))}");
        return reader.Cells[0];
    }

    /// <summary>Reads a cell; false where it is no number.</summary>
    public bool Read(int row, ReadOnlySpan<char> text, bool isMissing)
    {
        if (isMissing) Cells[row] = double.NaN;
        else if (codes is not null) Cells[row] = codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code) ? code : TableColumn.Unknown;
        else return CellText.TryNumber(text, hasDecimalComma, out Cells[row]);
        return true;
    }
}

/// <summary>The texts that stand for a cell without a value.</summary>
internal sealed class MissingWords(TableReading reading)
{
    private readonly HashSet<string> words = new(reading.MissingWords, StringComparer.Ordinal);

    public bool Contain(ReadOnlySpan<char> text) => text.IsEmpty || words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
}
