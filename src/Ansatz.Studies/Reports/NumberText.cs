namespace Ansatz.Studies.Reports;

/// <summary>Numbers in aligned columns of text: name, value, what to compare with.</summary>
internal static class NumberText
{
    public static void Write(TextWriter writer, IReadOnlyList<NumberRow> rows)
    {
        int name = rows.Max(r => r.Name.Length), value = rows.Max(r => r.Value.Length);
        foreach (var row in rows) writer.WriteLine($"{row.Name.PadRight(name)}  {row.Value.PadLeft(value)}  {row.Reference}".TrimEnd());
    }
}
