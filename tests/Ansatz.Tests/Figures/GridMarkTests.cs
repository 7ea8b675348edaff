using System.Xml.Linq;
using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

/// <summary>Marks over a grid, and marks of distributions.</summary>
public sealed class GridMarkTests
{
    // A cone: its lines of equal height are circles.
    private static readonly PlaneGrid cone = PlaneGrid.Of(points => Enumerable.Range(0, points.Shape[0]).Select(i => 2 - Math.Sqrt(Sq(points.Span[2 * i]) + Sq(points.Span[2 * i + 1]))), (-2, 2), (-2, 2), 80, 80);

    [Fact]
    public void AContourOfAConeIsAClosedCircle()
    {
        var line = Assert.Single(new Isolines(cone, isClosed: false).At(1));
        Assert.Equal(line[0], line[^1]);
        Assert.All(line, p => Assert.Equal(1, Math.Sqrt(p.X * p.X + p.Y * p.Y), 0.01));
        var area = line.Zip(line.Skip(1)).Sum(s => s.First.X * s.Second.Y - s.Second.X * s.First.Y) / 2;
        Assert.Equal(Math.PI, Math.Abs(area), 0.01);
    }

    [Fact]
    public void AnAreaThatReachesTheEdgeIsClosedAlongIt()
    {
        var line = Assert.Single(new Isolines(cone, isClosed: true).At(-0.5));
        Assert.Equal(line[0], line[^1]);
        // The square without what lies beyond a circle of radius 2.5: four corners.
        var area = Math.Abs(line.Zip(line.Skip(1)).Sum(s => s.First.X * s.Second.Y - s.Second.X * s.First.Y) / 2);
        var expected = 4 * (1.5 * 2 + 2.5 * 2.5 / 2 * (Math.Asin(2 / 2.5) - Math.Asin(1.5 / 2.5)));
        Assert.Equal(expected, area, 0.05);
    }

    [Fact]
    public void ASaddleIsDecidedByItsMiddle()
    {
        // The middle is 0.5: below 0.6, so the two high corners are apart; above 0.4, so they are joined.
        var saddle = new PlaneGrid([1, 0, 0, 1], 2, (0, 2), (0, 2));
        foreach (var level in (double[])[0.4, 0.6])
        {
            var joined = new Isolines(saddle, isClosed: false).At(level).ToArray();
            Assert.Equal(2, joined.Length);
            Assert.All(joined, l => Assert.Equal(level > 0.5, IsAroundHigh(l)));
        }

        // High corners are (0.5, 0.5) and (1.5, 1.5): a line around one of them keeps x + y on one side of 2 and crosses x = y.
        static bool IsAroundHigh((double X, double Y)[] line) => line.Min(p => p.X - p.Y) < 0 && line.Max(p => p.X - p.Y) > 0;
    }

    [Fact]
    public void ContoursSkipWhatIsNotFinite()
    {
        var grid = new PlaneGrid([.. Enumerable.Range(0, 100).Select(i => i % 10 < 5 ? double.NaN : i)], 10, (0, 1), (0, 1));
        var drawing = new Drawing(new Chart { Marks = [new Contours("c", grid) { AreFilled = true }] }.ToSvg());
        Assert.NotEmpty(drawing.OfClass("contours").Elements());
    }

    [Fact]
    public void AHeatMapHasAPixelForEachCellAndABarOfColours()
    {
        var grid = new PlaneGrid([0, 1, double.NaN, 0.5, 0.25, 1], 3, (0, 3), (0, 2));
        var drawing = new Drawing(new Chart { Marks = [new HeatMap("h", grid) { ValueAxis = new Axis("density") }] }.ToSvg());
        var image = Png.Decode(Convert.FromBase64String(((string)drawing.OfClass("heatmap").Single().Attribute("href")!).Split(',')[1]));
        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal(Bytes(ColorScale.Viridis.At(0)), image.Row(1)[..3].ToArray());
        Assert.Equal(Bytes(ColorScale.Viridis.At(1)), image.Row(1)[3..6].ToArray());
        Assert.Equal([255, 255, 255], image.Row(1)[6..9].ToArray());
        Assert.Equal(Bytes(ColorScale.Viridis.At(0.5)), image.Row(0)[..3].ToArray());
        Assert.Equal("density", drawing.OfClass("colorbar").Elements().Last(e => e.Name.LocalName == "text").Value);

        static byte[] Bytes(Rgb color) => [color.R, color.G, color.B];
    }

    [Fact]
    public void ColoursMayBeLogarithmic()
    {
        var grid = new PlaneGrid([0.001, 0.01, 0.1, 1], 4, (0, 4), (0, 1));
        var drawing = new Drawing(new Chart { Marks = [new HeatMap("h", grid) { ValueAxis = new Axis("p") { IsLogarithmic = true } }] }.ToSvg());
        var image = Png.Decode(Convert.FromBase64String(((string)drawing.OfClass("heatmap").Single().Attribute("href")!).Split(',')[1]));
        for (var i = 0; i < 4; i++) Assert.Equal(ColorScale.Viridis.At(i / 3.0), new Rgb(image.Row(0)[3 * i], image.Row(0)[3 * i + 1], image.Row(0)[3 * i + 2]));
        double[] places = [.. drawing.OfClass("colorbar").Elements().Where(e => e.Name.LocalName == "text" && e.Value.Length > 1).Select(e => Drawing.Number(e, "y"))];
        Assert.True(places.Length >= 3);
    }

    [Fact]
    public void AKernelEstimateHasAreaOneAndTheRightWidth()
    {
        // One value and a bandwidth give the kernel itself.
        var drawing = new Drawing(new Chart { Marks = [new DensityCurve("d", [2], bandwidth: 0.5), new Line(null, [0, 4], [0.5, 0.5])], Y = new Axis { Min = 0, Max = 1 }, X = new Axis { Min = 0, Max = 4 } }.ToSvg());
        var curve = Drawing.Points(drawing.OfClass("density").Elements().Last());
        var half = Drawing.Points(drawing.OfClass("line").Single().Elements().First());
        double unitX = (half[^1].X - half[0].X) / 4, unitY = 2 * (drawing.Viewport.Bottom - 4 - half[0].Y), bottom = drawing.Viewport.Bottom - 4;
        Assert.Equal(0.7979, curve.Max(p => bottom - p.Y) / unitY, 0.003);
        Assert.Equal(1, curve.Zip(curve.Skip(1)).Sum(s => (s.Second.X - s.First.X) / unitX * (2 * bottom - s.First.Y - s.Second.Y) / 2 / unitY), 0.01);
        Assert.Throws<ArgumentException>(() => new DensityCurve("d", [1, 1]));
    }

    [Fact]
    public void ErrorBarsReachFromEndToEnd()
    {
        var drawing = new Drawing(new Chart { Marks = [new ErrorBars("e", [0, 1, 2], [1, 2, double.NaN], [0.5, 1, 1])], Y = new Axis { Min = 0, Max = 4 }, X = new Axis { Min = 0, Max = 2 } }.ToSvg());
        XElement[] lines = [.. drawing.OfClass("errorbars").Elements().Where(e => e.Name.LocalName == "line")];
        Assert.Equal(6, lines.Length);
        var unit = (drawing.Viewport.Bottom - drawing.Viewport.Top - 8) / 4;
        Assert.Equal(1, (Drawing.Number(lines[0], "y1") - Drawing.Number(lines[0], "y2")) / unit, 0.01);
        Assert.Equal(2, (Drawing.Number(lines[3], "y1") - Drawing.Number(lines[3], "y2")) / unit, 0.01);
        Assert.Throws<ArgumentException>(() => new ErrorBars("e", [0], [1], [1, 2]));
    }

    [Fact]
    public void APairPlotHasAPanelForEachPair()
    {
        double[] a = [.. Enumerable.Range(0, 200).Select(i => Math.Sin(i))], b = [.. a.Select(v => v * v)], c = [.. a.Select(v => 1 - v)];
        var svg = new PairPlot(["a", "b", "c"], new PairGroup("real", [a, b, c]), new PairGroup("synthetic", [b, c, a])).ToPanels().ToSvg();
        var drawing = new Drawing(svg);
        Assert.Equal(9, drawing.OfClass("chart").Count());
        Assert.Equal(6, drawing.OfClass("histogram").Count());
        Assert.Equal(12, drawing.OfClass("scatter").Count());
        Assert.Equal(["real", "synthetic"], drawing.LegendNames);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => new PairPlot(["a"], new PairGroup("x", [a, b]))).Sentence(), StringComparison.Ordinal);
    }

    private static double Sq(double x) => x * x;
}
