using System.Xml.Linq;
using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

public sealed class ChartTests
{
    private static readonly double[] Epochs = [1, 2, 3, 4, 5];

    private static readonly Chart Loss = new()
    {
        Title = "Loss <of> \"both\" & all",
        X = new Axis("epoch") { IsInteger = true },
        Y = new Axis("nats per image"),
        Marks =
        [
            new Line("training", Epochs, [643, 419, 403, 393, 389]) { HasDots = true },
            new Line("validation", Epochs, [558, 404, double.NaN, 387, 385]),
            ReferenceLine.Horizontal("published", 369.2),
        ],
    };

    [Fact]
    public void TheAxesCoverTheDataAndNameTheirTicks()
    {
        var drawing = new Drawing(Loss.ToSvg());
        Assert.Equal(["1", "2", "3", "4", "5"], drawing.Ticks("x").Select(t => t.Label));
        var y = drawing.Ticks("y");
        Assert.Equal("350", y[0].Label);
        Assert.Equal("650", y[^1].Label);
        Assert.True(y.Zip(y.Skip(1)).All(p => p.First.Place > p.Second.Place), "values rise upward");
        Assert.Equal(["epoch", "nats per image"], drawing.OfClass("label").Select(e => e.Value));
        Assert.Equal("Loss <of> \"both\" & all", drawing.OfClass("title").Single().Value);
    }

    [Fact]
    public void LinesAreWhereTheirNumbersSay()
    {
        var drawing = new Drawing(Loss.ToSvg());
        var lines = drawing.OfClass("line").ToArray();
        var training = Drawing.Points(lines[0].Elements().First());
        var (x, y) = (drawing.Ticks("x"), drawing.Ticks("y"));
        Assert.Equal(x.Select(t => t.Place), training.Select(p => p.X));
        // 643 on the axis from 350 to 650; a tick's text stands 4.2 pixels below its line.
        var expected = y[0].Place + (643 - 350) / 300.0 * (y[^1].Place - y[0].Place) - 4.2;
        Assert.Equal(expected, training[0].Y, 0.11);
        Assert.Equal(training, Drawing.Points(lines[0].Elements().Last()));
    }

    [Fact]
    public void ALineIsBrokenWhereANumberIsMissing()
    {
        var path = (string)new Drawing(Loss.ToSvg()).OfClass("line").Last().Elements().Single().Attribute("d")!;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(2, path.Count(c => c == 'L'));
    }

    [Fact]
    public void TheLegendNamesEveryNamedMark()
    {
        Assert.Equal(["training", "validation", "published"], new Drawing(Loss.ToSvg()).LegendNames);
        Assert.Empty(new Drawing(new Chart { Marks = [new Line(null, [0, 1], [0, 1])] }.ToSvg()).LegendNames);
    }

    [Fact]
    public void TheSameChartIsTheSameText()
    {
        Assert.Equal(Loss.ToSvg(), Loss.ToSvg());
        Assert.DoesNotContain('\r', Loss.ToSvg());
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            var english = Loss.ToSvg();
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("", useUserOverride: false) { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(english, Loss.ToSvg());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    [Fact]
    public void TextsNeitherMeetNorLeaveThePage()
    {
        foreach (var width in (int[])[200, 320, 640])
        {
            var chart = Loss with { Width = width, Height = 300, Y = new Axis("nats") { Min = -1e-7, Max = 12345678 }, X = new Axis("learning rate") { Min = 1e-9, Max = 3.3e-6 } };
            var drawing = new Drawing(chart.ToSvg());
            var ticks = drawing.Ticks("x");
            Assert.NotEmpty(ticks);
            foreach (var (label, place) in ticks)
                Assert.True(place + TextWidth.Of(label, 12) / 2 <= width && place - TextWidth.Of(label, 12) / 2 >= 0, $"'{label}' leaves the page.");
            for (var i = 1; i < ticks.Length; i++)
                Assert.True(ticks[i].Place - ticks[i - 1].Place > TextWidth.Of(ticks[i].Label, 12) / 2 + TextWidth.Of(ticks[i - 1].Label, 12) / 2, $"'{ticks[i].Label}' meets its neighbour.");
            foreach (var entry in drawing.OfClass("name"))
                Assert.True(Drawing.Number(entry, "x") + TextWidth.Of(entry.Value, 12) <= width, $"'{entry.Value}' leaves the page.");
            var y = drawing.OfClass("axis y").Elements().Where(e => (string?)e.Attribute("class") == "tick");
            Assert.All(y, e => Assert.True(Drawing.Number(e, "x") - TextWidth.Of(e.Value, 12) > 12 + 18));
        }
    }

    [Fact]
    public void AnAxisBetweenTwoMultiplesOfAStepHasMoreTicks()
    {
        Drawing Prices(double high) => new(new Chart { Width = 330, Height = 260, X = new Axis("price") { Min = 51, Max = high }, Y = new Axis("age") { Min = 0.4, Max = high / 250 }, Marks = [new Scatter(null, [60, 800], [1, 2])] }.ToSvg());
        // Three parts would have the step 2,000, which has one multiple within.
        Assert.Equal(["1,000", "2,000", "3,000"], Prices(3300).Ticks("x").Select(t => t.Label));
        // Two ticks are left only where the labels of a smaller step would touch.
        for (var high = 900; high < 9000; high += 37)
        {
            Assert.InRange(Prices(high).Ticks("x").Length, high is > 1400 and < 1500 ? 2 : 3, 6);
            Assert.InRange(Prices(high).Ticks("y").Length, 3, 10);
        }
    }

    [Fact]
    public void ALongTitleIsBrokenIntoLines()
    {
        var lines = new Drawing((Loss with { Title = string.Join(' ', Enumerable.Repeat("word", 40)) }).ToSvg()).OfClass("title").ToArray();
        Assert.InRange(lines.Length, 2, 4);
        Assert.All(lines, l => Assert.True(1.1 * TextWidth.Of(l.Value, 15) <= 640));
    }

    [Fact]
    public void ThereIsAChartOfNothing()
    {
        Chart[] charts =
        [
            new(),
            new() { Marks = [new Line("none", [], [])] },
            new() { Marks = [new Line("point", [5], [5]), new Line("not finite", [double.NaN], [double.PositiveInfinity])] },
            new() { Marks = [new Scatter("zero", [0], [0])], HasEqualScales = true },
            new() { X = new Axis { Min = 7 }, Y = new Axis { Max = -7 }, Marks = [new Line(null, [0, 1], [0, 1])] },
        ];
        Assert.All(charts, chart => Assert.NotEmpty(new Drawing(chart.ToSvg()).Ticks("y")));
    }

    [Fact]
    public void ImpossibleChartsAreNamed()
    {
        Assert.Contains("make it higher", Assert.Throws<ArgumentException>(() => (Loss with { Height = 60 }).ToSvg()).Sentence(), StringComparison.Ordinal);
        Assert.Contains("make it wider", Assert.Throws<ArgumentException>(() => (Loss with { Width = 80, Height = 900 }).ToSvg()).Sentence(), StringComparison.Ordinal);
        Assert.Contains("2, 1 numbers", Assert.Throws<ArgumentException>(() => new Line("x", [1, 2], [1])).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnALogarithmicAxisEqualRatiosAreEqualDistances()
    {
        var chart = new Chart { Y = new Axis { IsLogarithmic = true }, Marks = [new Line("x", Epochs, [0.001, 0.01, 0, 0.1, 100])] };
        var drawing = new Drawing(chart.ToSvg());
        var y = drawing.Ticks("y");
        Assert.Equal(["0.001", "0.01", "0.1", "1", "10", "100"], y.Select(t => t.Label));
        for (var i = 2; i < y.Length; i++) Assert.Equal(y[1].Place - y[0].Place, y[i].Place - y[i - 1].Place, 0.21);
        var points = Drawing.Points(drawing.OfClass("line").Single().Elements().Single());
        Assert.Equal(4, points.Length);
        Assert.Equal(y[2].Place - 4.2, points[2].Y, 0.11);
        var narrow = new Drawing((chart with { Marks = [new Line("x", [1, 2], [30, 600])] }).ToSvg()).Ticks("y");
        Assert.Equal(["20", "50", "100", "200", "500", "1,000"], narrow.Select(t => t.Label));
        Assert.Throws<ArgumentException>(() => (chart with { Y = new Axis("y") { IsLogarithmic = true, Min = 0 } }).ToSvg());
        Assert.Throws<ArgumentException>(() => (chart with { Y = new Axis("y") { Min = 3, Max = 2 } }).ToSvg());
    }

    [Fact]
    public void PanelsStandBesideAndBelowEachOther()
    {
        var drawing = new Drawing(new ChartPanels([Loss], [Loss with { Width = 300, Height = 220 }, Loss with { Width = 280, Height = 230 }]).ToSvg());
        Assert.Equal((940.0, 450.0), (Drawing.Number(drawing.Root, "width"), Drawing.Number(drawing.Root, "height")));
        Assert.Equal([(0, 0), (640, 0), (640, 220)], drawing.OfClass("chart").Select(c => (Drawing.Number(c, "x"), Drawing.Number(c, "y"))));
    }

    [Fact]
    public void ColoursAreTheMarksOwnOrThePalettes()
    {
        var chart = new Chart { Marks = [new Line("a", [0, 1], [0, 1]) { Color = Rgb.Of(0x123456) }, new Line("b", [0, 1], [1, 0]), ReferenceLine.Vertical("c", 0.5), new Line("d", [0, 1], [1, 1])] };
        Assert.Equal(["#123456", "#0072b2", "#d55e00"], new Drawing(chart.ToSvg()).OfClass("line").Select(l => (string)l.Attribute("stroke")!));
    }
}
