using System.Globalization;
using System.Text;
using Ansatz.Formats;
using Ansatz.Tables;

namespace Ansatz.Tests.Tables;

public sealed class TableReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string File(string text, Encoding? encoding = null)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.csv");
        System.IO.File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    private Table Read(string text, string choices = "") => Table.Read(File(text), new TableReading { Choices = ColumnChoice.ParseAll(choices) });

    private static ColumnKind[] Kinds(Table table) => [.. table.Columns.Select(c => c.Definition.Kind)];

    private static string Rows(string header, int count, Func<int, string> row) => header + "\n" + string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Fact]
    public void KindsFollowFromValues()
    {
        var table = Read(Rows("id,height,delta,count,city,flag,joined,planet,empty", 60, i =>
            FormattableString.Invariant($"{i + 7},{1.5 + Math.Sin(i) / 3:R},{Math.Sin(i):R},{i * i % 17},{(i % 3 == 0 ? "Rome" : "Oslo")},{i % 2},2024-01-{1 + i % 28:00},Earth,")));
        Assert.Equal([ColumnKind.Identifier, ColumnKind.Positive, ColumnKind.Continuous, ColumnKind.Integer, ColumnKind.Categorical, ColumnKind.Categorical, ColumnKind.Date, ColumnKind.Constant, ColumnKind.Skip], Kinds(table));
        Assert.Equal(["Oslo", "Rome"], table.Columns[4].Definition.Categories);
        Assert.Equal([1, 0, 0, 1], table.Columns[4].Cells[..4].ToArray());
        Assert.Equal(1, table.Columns[3].Definition.Resolution);
        Assert.Equal(60, table.RowCount);
    }

    [Theory]
    [InlineData("0.00", 0.01)] // hardly any value repeats another
    [InlineData("0.0", 0.1)]
    [InlineData("R", 0)]
    public void NumbersWithFewDecimalsAreRounded(string format, double resolution)
    {
        var table = Read(Rows("income", 60, i => (1000 + 37.123456 * i).ToString(format, CultureInfo.InvariantCulture)));
        Assert.Equal(resolution, table.Columns[0].Definition.Resolution);
        var values = Read(Rows("price", 60, i => FormattableString.Invariant($"{1 + i * 7 % 20 * 0.05:0.00}")));
        Assert.Equal(0.05, values.Columns[0].Definition.Resolution);
    }

    /// <summary>The bound of a column in steps of 2 or 7 is a value that it can have, not the step.</summary>
    [Theory]
    [InlineData("0", 1, 2, 1)]
    [InlineData("0", 3, 7, 3)]
    [InlineData("0", 12, 4, 4)]
    [InlineData("0.0", 1, 1.5, 1)]
    [InlineData("0.00", 0.85, 0.35, 0.15)]
    public void TheBoundOfARoundedColumnIsOneOfItsValues(string format, double first, double step, double low)
    {
        var definition = Read(Rows("x", 60, i => (first + step * (i % 4)).ToString(format, CultureInfo.InvariantCulture))).Columns[0].Definition;
        Assert.Equal((step, low), (definition.Resolution, definition.Low!.Value));
    }

    [Fact]
    public void NumbersTooCloseForSinglePrecisionAreRefusedByName() =>
        Assert.Contains("column 'x': found numbers that differ by", Assert.Throws<InvalidDataException>(() => Read(Rows("x", 60, i => FormattableString.Invariant($"{1e-300 * Math.Sin(i)}")))).Message, StringComparison.Ordinal);

    [Fact]
    public void KindsCanBeTold()
    {
        var table = Read("a,b,c,d\n1,0.25,3,x\n2,0.5,4,y\n4,0.75,9,x\n9,1,1,y\n", "a:categorical,b:0..1,c:continuous,d:skip");
        Assert.Equal([ColumnKind.Categorical, ColumnKind.Bounded, ColumnKind.Continuous, ColumnKind.Skip], Kinds(table));
        Assert.Equal((0.0, 1.0), (table.Columns[1].Definition.Low, table.Columns[1].Definition.High));
    }

    [Theory]
    [InlineData(";", ',', "\r\n", "utf-8")]
    [InlineData("\t", '.', "\n", "utf-8")]
    [InlineData("|", '.', "\n", "utf-16")]
    [InlineData(",", '.', "\r\n", "utf-16")]
    public void DelimitersDecimalCommasAndEncodingsAreFound(string delimiter, char point, string end, string encoding)
    {
        var text = string.Join(end, $"x{delimiter}\"the \"\"name\"\"\"", $"1{point}5{delimiter}\"a{delimiter}b\"", "", $"-2{point}25{delimiter}c", $"3{point}125{delimiter}\"a{delimiter}b\"", "");
        var table = Table.Read(File(text, encoding == "utf-8" ? new UTF8Encoding(true) : Encoding.Unicode), new TableReading { Choices = ColumnChoice.ParseAll("x:continuous,the \"name\":categorical") });
        Assert.Equal([1.5, -2.25, 3.125], table.Columns[0].Cells.ToArray());
        Assert.Equal("the \"name\"", table.Columns[1].Name);
        Assert.Equal([$"a{delimiter}b", "c"], table.Columns[1].Definition.Categories);
    }

    [Fact]
    public void MissingCellsAreCounted()
    {
        var table = Read("x,c\n1.5,a\n,b\nNA,a\n2.5,?\n3.5,b\n");
        Assert.Equal(2, table.Columns[0].MissingCount);
        Assert.Equal(1, table.Columns[1].MissingCount);
        Assert.Equal([0, 4], table.CompleteRows());
    }

    [Theory]
    [InlineData("x\n1.5\n2.5\n3.5\nfour\n", "column 'x', line 5: found 'four'; expected a number")]
    [InlineData("x,y\n1.5,2\n3.5\n", "line 3 has 1 cells; expected 2")]
    [InlineData("", "is empty")]
    [InlineData("x,y\n", "no rows")]
    [InlineData("1,2\n3,4\n", "expected the names of the columns")]
    [InlineData("red,0.25\nblue,4\n", "such as '0.25'; expected the names of the columns")]
    [InlineData("x\n12.5%\n3 %\n4%\n", "column 'x', line 2: found '12.5%'; expected a number without signs")]
    [InlineData("x\n\"1,234\"\n\"5,678\"\n999\n", "column 'x', line 2: found '1,234'; expected a number without signs")]
    [InlineData("x\n$5.20\n$1.30\n", "found '$5.20'")]
    [InlineData("x,y\n1e300,1\n-2e300,2\n", "column 'x': found a number of size 2E+300; expected at most 1E+100")]
    [InlineData("x,x\n3,4\n", "the name 'x' twice")]
    [InlineData("x;y\n1,5;2.5\n", "decimal points and others with decimal commas")]
    [InlineData("PK\u0003\u0004", "ZIP archive or a workbook")]
    public void WhatCannotBeReadIsNamed(string text, string expected)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void AColumnWithoutANameIsNamedByItsPlace()
    {
        var table = Read(Rows(",2019,y,", 30, i => FormattableString.Invariant($"{i},{i * i % 7},{Math.Sin(i):R},")));
        Assert.Equal(["column 1", "2019", "y", "column 4"], table.Columns.Select(c => c.Name));
        Assert.Equal([ColumnKind.Identifier, ColumnKind.Integer, ColumnKind.Continuous, ColumnKind.Skip], Kinds(table));
    }

    [Fact]
    public void AMisspeltColumnIsTheCallersFault() =>
        Assert.Contains("found no column 'ages'; expected one of age, city", Assert.Throws<ArgumentException>(() => Read("age,city\n1.5,a\n2.5,b\n", "ages:integer")).Message, StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoUtf8AreRefused()
    {
        var path = File("city\nZürich\n", Encoding.Latin1);
        Assert.Contains("save it as CSV with the encoding UTF-8", Assert.Throws<InvalidDataException>(() => Table.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableThatIsWrittenReadsBackTheSame()
    {
        var table = Read(Rows("x,n,city", 40, i => FormattableString.Invariant($"{Math.Sin(i) * 1e-7:R},{i % 7},{(i % 3 == 0 ? "\"a,b\"" : i % 5 == 0 ? "" : "c")}")));
        var path = Path.Combine(folder.Path, "again.csv");
        table.Write(path);
        var again = Table.Read(path);
        Assert.Equal(table.Columns.Select(c => c.Definition.Kind), again.Columns.Select(c => c.Definition.Kind));
        for (var j = 0; j < 3; j++) Assert.Equal(table.Columns[j].Cells.ToArray(), again.Columns[j].Cells.ToArray());
    }

    [Fact]
    public void AnotherTableIsReadByDefinitions()
    {
        var first = Read("x,city\n1.5,a\n2.5,b\n3.25,a\n4.5,b\n");
        var second = Table.Read(File("city,other,x\nb,1,7.5\nz,2,\n"), [.. first.Columns.Select(c => c.Definition)]);
        Assert.Equal([7.5, double.NaN], second.Columns[0].Cells.ToArray());
        Assert.Equal([1, -1], second.Columns[1].Cells.ToArray());
        Assert.Throws<InvalidDataException>(() => Table.Read(File("x\n1\n"), [.. first.Columns.Select(c => c.Definition)]));
    }

    [Fact]
    public void ANumPyArchiveIsReadAsTheSameCellsInACsvFile()
    {
        Npz.Write(folder["t.npz"], archive =>
        {
            archive.Add<float>("size", [4], [0.5f, 1.25f, float.NaN, 0.1f]);
            archive.Add<long>("flag", [4], [0, 1, 1, 0]);
            archive.Add<double>("x", [4, 2], [1e-3, -2, 2.5, 3, 0.125, 4, 7.0625, 5]);
        });
        Table archive = Table.Read(folder["t.npz"]), text = Read("flag,size,x0,x1\n0,0.5,0.001,-2\n1,1.25,2.5,3\n1,,0.125,4\n0,0.1,7.0625,5\n");
        Assert.Equal(text.Columns.Select(c => (c.Name, c.Definition.Kind, c.Definition.Resolution, c.Definition.Low, c.MissingCount)), archive.Columns.Select(c => (c.Name, c.Definition.Kind, c.Definition.Resolution, c.Definition.Low, c.MissingCount)));
        for (var j = 0; j < 4; j++) Assert.Equal(text.Columns[j].Cells.ToArray(), archive.Columns[j].Cells.ToArray());
        Assert.Equal(text.Columns[3].Cells.ToArray(), Table.Read(folder["t.npz"], [.. text.Columns.Select(c => c.Definition)]).Columns[3].Cells.ToArray());
        Npz.Write(folder["uneven.npz"], archive =>
        {
            archive.Add<float>("a", [2], [1, 2]);
            archive.Add<float>("b", [3], [1, 2, 3]);
        });
        Assert.Contains("column 'b' has 3 cells", Assert.Throws<InvalidDataException>(() => Table.Read(folder["uneven.npz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanAThousandCategoriesAreRefusedInOneLine()
    {
        Assert.Equal(1000, Read(Rows("word", 2000, i => $"w{i % 1000}"), "word:categorical").Columns[0].Definition.Categories.Count);
        var message = Assert.Throws<InvalidDataException>(() => Read(Rows("word", 2000, i => $"w{i % 1001}"), "word:categorical")).Message;
        Assert.Contains("'word'", message, StringComparison.Ordinal);
        Assert.Contains("1,000 different values", message, StringComparison.Ordinal);
        Assert.Contains("word:skip", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAtomOfAContinuousColumnIsFoundAndNoRoundedOne()
    {
        double[] rain = [.. Enumerable.Range(0, 300).Select(i => i % 3 > 0 ? 0 : Math.Sqrt(i + 0.1))], smooth = [.. Enumerable.Range(0, 300).Select(i => Math.Sqrt(i + 0.1))];
        Assert.Equal((0.0, 2 / 3.0), Table.FromNumbers(["rain"], rain).Columns[0].Atom);
        Assert.Null(Table.FromNumbers(["x"], smooth).Columns[0].Atom);
        Assert.Null(Table.FromNumbers(["count"], [.. rain.Select(r => Math.Round(r))], ColumnChoice.ParseAll("count:integer")).Columns[0].Atom);
    }
}
