using Ansatz.Studies.Tables;
using Ansatz.Tables;
using Ansatz.Tests.Figures;

namespace Ansatz.Tests.Studies.Tables;

public sealed class TableFiguresTests
{
    [Fact]
    public void SharesAreBarsSideBySideWithWholeNames()
    {
        var drawing = Marginals("bike,gears", i => $"{(i % 4 == 0 ? "Mountain bike" : "City bike")},{1 + i % 3}", i => $"{(i % 2 == 0 ? "Mountain bike" : "City bike")},{1 + i % 3}");
        var chart = drawing.OfClass("chart").First();
        var bars = new Drawing($"{chart}").OfClass("bars").Select(g => g.Elements().ToArray()).ToArray();
        Assert.Equal(2, bars.Length);
        Assert.Contains("City bike", new Drawing($"{chart}").Ticks("y").Select(t => t.Label));
        Assert.Contains("Mountain bike", new Drawing($"{chart}").Ticks("y").Select(t => t.Label));
        double Length(int series, int category) => Drawing.Number(bars[series][category], "width");
        double Top(int series, int category) => Drawing.Number(bars[series][category], "y");
        // Real rows have three city bikes for each mountain bike, synthetic ones equally many.
        Assert.Equal(3, Length(0, 0) / Length(0, 1), 0.02);
        Assert.Equal(1, Length(1, 0) / Length(1, 1), 0.02);
        Assert.Equal(Length(1, 0) * 1.5, Length(0, 0), 0.3);
        // The bars of a category do not overlap, and the real one is above.
        Assert.Equal(Top(0, 0) + Drawing.Number(bars[0][0], "height"), Top(1, 0), 0.11);
        Assert.True(Top(1, 0) + Drawing.Number(bars[1][0], "height") < Top(0, 1), "the bars of two categories touch");
    }

    [Fact]
    public void WholeNumbersHaveABinEach()
    {
        // Equally many of 1 to 7: bins of another width would show steps.
        var drawing = Marginals("gears,size", i => $"{1 + i % 7},{i}", i => $"{1 + i % 7},{i}");
        var bars = drawing.OfClass("histogram").First().Elements().ToArray();
        Assert.Equal(7, bars.Length);
        Assert.All(bars, b => Assert.Equal(Drawing.Number(bars[0], "height"), Drawing.Number(b, "height"), 1.0));
    }

    private static Drawing Marginals(string names, Func<int, string> real, Func<int, string> synthetic)
    {
        using var folder = new TemporaryFolder();
        Table Rows(string file, Func<int, string> row, IReadOnlyList<ColumnDefinition>? columns = null)
        {
            File.WriteAllLines(folder[file], Enumerable.Range(0, 700).Select(row).Prepend(names));
            return columns is null ? Table.Read(folder[file]) : Table.Read(folder[file], columns);
        }
        var table = Rows("real.csv", real);
        var other = Rows("synthetic.csv", synthetic, [.. table.Columns.Select(c => c.Definition)]);
        new TableFigures(table, other, new TableDistances(700, 0, null, [], []), []).Write(folder.Path);
        return new Drawing(File.ReadAllText(folder["marginals.svg"]));
    }
}
