using System.Globalization;

namespace Ansatz.Golden;

/// <summary>Eruptions of the geyser Old Faithful, 272 rows: minutes that one lasts, and minutes until the next. Azzalini and Bowman, A look at some data on the Old Faithful geyser (1990).</summary>
internal static class Faithful
{
    public static (double[] Values, int Dimension) Values { get; } = Read();

    private static (double[] Values, int Dimension) Read()
    {
        using var stream = typeof(Faithful).Assembly.GetManifestResourceStream("faithful.csv")!;
        using var reader = new StreamReader(stream);
        double[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.TrimEnd('\r').Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return ([.. rows.SelectMany(r => r)], rows[0].Length);
    }
}
