namespace Ansatz.Benchmarks.Comparison;

/// <summary>The rows as aligned text that is a table in Markdown too.</summary>
internal static class Table
{
    private const string Absent = "–";

    private static readonly string[] headings = ["step", "threads", "ours", "peer", "unit", "ratio", "share of peak", "MB/run", "GB/s", "line", "±", "peer, its best setting"];
    private static readonly int[] widths = [-27, 7, 9, 9, -9, 7, 13, 8, 5, 6, 4, -45];

    public static IEnumerable<string> Of(IEnumerable<Row> rows)
    {
        yield return Join(headings);
        yield return Join([.. widths.Select(w => w < 0 ? new string('-', -w) : new string('-', w - 1) + ":")]);
        foreach (var row in rows) yield return Line(row);
    }

    public static string Line(Row row) => Join([
        row.Step, $"{row.Threads}", Number(row.Ours), Number(row.Peer), row.Unit, row.Ratio is { } ratio ? $"{ratio:F2} ×" : Absent,
        row.ShareOfPeak is { } share ? $"{share:F2}" : Absent, row.Megabytes is { } bytes ? $"{bytes:F1}" : Absent,
        row.GigabytesPerSecond is { } rate ? $"{rate:F1}" : Absent,
        row.CacheLine is { } line ? $"{line:F0} ns" : Absent, row.Spread is { } spread ? $"{spread:P0}" : Absent, row.PeerName]);

    public static string Number(double? value) => value switch
    {
        null => Absent,
        >= 1000 => $"{value:N0}",
        _ => $"{value:F1}",
    };

    private static string Join(IReadOnlyList<string> cells) =>
        "| " + string.Join(" | ", cells.Select((c, i) => widths[i] < 0 ? c.PadRight(-widths[i]) : c.PadLeft(widths[i]))) + " |";
}
