using System.Globalization;
using System.Text;
using Ansatz.Formats;

namespace Ansatz.Tables.Reading;

/// <summary>Writes tables as CSV. A cell with a comma, a quote or a line break stands in quotes.</summary>
internal static class CsvWriter
{
    public static void Write(string path, Table table) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.Write(string.Join(',', table.Columns.Select(c => Quoted(c.Name))));
        writer.Write('\n');
        Func<int, string>[] cells = [.. table.Columns.Select(Cells)];
        for (var row = 0; row < table.RowCount; row++)
        {
            for (var j = 0; j < cells.Length; j++)
            {
                if (j > 0) writer.Write(',');
                writer.Write(cells[j](row));
            }
            writer.Write('\n');
        }
    });

    private static Func<int, string> Cells(TableColumn column)
    {
        var definition = column.Definition;
        if (column.Texts is { } texts) return row => Quoted(texts[row]);
        if (!definition.IsModelled)
        {
            var text = Quoted(definition.Constant ?? "");
            return _ => text;
        }
        if (definition.Kind == ColumnKind.Categorical)
        {
            string[] categories = [.. definition.Categories.Select(Quoted)];
            return row => column.Cells[row] is >= 0 and var code ? categories[(int)code] : "";
        }
        var format = definition.Resolution > 0 ? "0.###" : "R";
        return row => double.IsNaN(column.Cells[row]) ? "" : column.Cells[row].ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
