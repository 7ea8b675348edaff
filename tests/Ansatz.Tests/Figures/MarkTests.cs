using System.Xml.Linq;
using Ansatz.Figures;

namespace Ansatz.Tests.Figures;

public sealed class MarkTests
{
    private static readonly double[] Xs = [.. Enumerable.Range(0, 5000).Select(i => 3 * Math.Sin(i * 0.77) * Math.Sin(i * 0.013))];
    private static readonly double[] Ys = [.. Enumerable.Range(0, 5000).Select(i => 1 + 2 * Math.Cos(i * 0.31))];

    [Fact]
    public void NoCategoryOfManyPointsLiesOnTopOfAll()
    {
        double[] places = [.. Enumerable.Range(0, 1000).Select(i => i % 10.0)];
        var scatter = new Scatter(null, places, places) { Labels = [.. places.Select(p => (int)p)], LabelNames = [.. Enumerable.Range(0, 10).Select(i => $"{i}")] };
        var strokes = new Drawing(new Chart { Marks = [scatter] }.ToSvg()).OfClass("scatter").Elements().Select(e => (string)e.Attribute("stroke")!).ToArray();
        Assert.Equal(80, strokes.Length);
        Assert.Equal(strokes[..10], strokes[70..]);
    }

    [Fact]
    public void EveryPointOfAScatterIsInTheViewport()
    {
        var drawing = new Drawing(new Chart { Marks = [new Scatter(null, Xs, Ys) { Values = [.. Xs.Select((x, i) => i % 100.0)] }] }.ToSvg());
        var points = drawing.OfClass("scatter").Elements().SelectMany(Drawing.Points).ToArray();
        var (left, top, right, bottom) = drawing.Viewport;
        Assert.Equal(5000, points.Length);
        Assert.All(points, p => Assert.True(p.X > left + 8 && p.X < right - 8 && p.Y > top + 8 && p.Y < bottom - 8));
    }

    [Fact]
    public void ThousandsOfPointsStaySmall()
    {
        var svg = new Chart { Marks = [new Scatter(null, Xs, Ys) { Values = Ys }] }.ToSvg();
        Assert.InRange(svg.Length, 1, 5000 * 16 + 20_000);
        Assert.InRange(new Drawing(svg).OfClass("scatter").Elements().Count(), 10, 65);
    }

    [Fact]
    public void APointWithoutAPlaceOrValueIsLeftOut()
    {
        var scatter = new Scatter(null, [0, 1, double.NaN, 3], [0, 1, 2, double.PositiveInfinity]) { Values = [1, double.NaN, 3, 4] };
        Assert.Single(new Drawing(new Chart { Marks = [scatter] }.ToSvg()).OfClass("scatter").Elements().SelectMany(Drawing.Points));
    }

    [Fact]
    public void LabelsHaveTheirLegendAndColours()
    {
        var scatter = new Scatter(null, [0, 1, 2], [0, 1, 0]) { Labels = [0, 2, 0], LabelNames = ["zero", "one", "two"] };
        var drawing = new Drawing(new Chart { Marks = [scatter] }.ToSvg());
        Assert.Equal(["zero", "one", "two"], drawing.LegendNames);
        Assert.Equal(["#0072b2", "#009e73"], drawing.OfClass("scatter").Elements().Select(e => (string)e.Attribute("stroke")!));
        Assert.Equal([2, 1], drawing.OfClass("scatter").Elements().Select(e => Drawing.Points(e).Length));
    }

    [Fact]
    public void ValuesHaveABarOfColours()
    {
        var scatter = new Scatter(null, [0, 1, 2], [0, 1, 0])
        {
            Values = [0, Math.PI, 2 * Math.PI],
            Colors = ColorScale.HueCircle,
            ValueAxis = new Axis("θ") { Min = 0, Max = 2 * Math.PI, Ticks = Tick.QuarterTurns },
        };
        var drawing = new Drawing(new Chart { Marks = [scatter] }.ToSvg());
        Assert.Equal(["0", "π/2", "π", "3π/2", "2π", "θ"], drawing.OfClass("colorbar").Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        var colors = drawing.OfClass("scatter").Elements().Select(e => (string)e.Attribute("stroke")!).ToArray();
        Assert.Equal(colors[0], colors[2]);
        Assert.NotEqual(colors[0], colors[1]);
    }

    [Fact]
    public void EqualScalesAreEqual()
    {
        var drawing = new Drawing(new Chart { HasEqualScales = true, Marks = [new Scatter(null, Xs, Ys)] }.ToSvg());
        var (x, y) = (drawing.Ticks("x"), drawing.Ticks("y"));
        Assert.Equal(x[1].Place - x[0].Place, y[0].Place - y[1].Place, 0.21);
        Assert.Equal(Value(x[1]) - Value(x[0]), Value(y[1]) - Value(y[0]));

        static double Value((string Label, double Place) tick) => double.Parse(tick.Label.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void AHistogramsAreaIsOne()
    {
        var drawing = new Drawing(new Chart { Marks = [new Histogram("h", Ys), new Line(null, [-1, 3], [1, 1])] }.ToSvg());
        var y = drawing.Ticks("y");
        var one = Drawing.Points(drawing.OfClass("line").Single().Elements().Single());
        var unit = (one[^1].X - one[0].X) / 4 * (drawing.Viewport.Bottom - 4 - one[0].Y);
        var area = drawing.OfClass("histogram").Elements().Sum(r => Drawing.Number(r, "width") * Drawing.Number(r, "height"));
        Assert.Equal(1, area / unit, 0.01);
        Assert.Equal("0", y[0].Label);
    }

    [Fact]
    public void AHistogramCountsWhatIsWithinItsRange()
    {
        var drawing = new Drawing(new Chart { Marks = [new Histogram("h", [0, 0.1, 0.5, 0.99, 1, 7, double.NaN], (0, 1), 2)], Y = new Axis { Min = 0, Max = 1 } }.ToSvg());
        var heights = drawing.OfClass("histogram").Elements().Select(r => Drawing.Number(r, "height") / (drawing.Viewport.Bottom - drawing.Viewport.Top - 8)).ToArray();
        Assert.Equal(2, heights.Length);
        Assert.Equal(2 / 6.0 / 0.5, heights[0], 0.001);
        Assert.Equal(3 / 6.0 / 0.5, heights[1], 0.001);
        Assert.Throws<ArgumentException>(() => new Histogram("h", [1, 1]));
    }

    [Fact]
    public void BarsStandOnZeroAboveTheirLabels()
    {
        var drawing = new Drawing(new Chart { Marks = [new Bars("b", ["one", "two", "three"], [2, -1, double.NaN])] }.ToSvg());
        Assert.Equal(["one", "two", "three"], drawing.Ticks("x").Select(t => t.Label));
        var bars = drawing.OfClass("bars").Elements().ToArray();
        Assert.Equal(2, bars.Length);
        var zero = Drawing.Number(bars[0], "y") + Drawing.Number(bars[0], "height");
        Assert.Equal(zero, Drawing.Number(bars[1], "y"), 0.11);
        Assert.Equal(Drawing.Number(bars[0], "height"), 2 * Drawing.Number(bars[1], "height"), 0.21);
        Assert.Equal(drawing.Ticks("x")[0].Place, Drawing.Number(bars[0], "x") + Drawing.Number(bars[0], "width") / 2, 0.11);
    }

    [Fact]
    public void LabelsOfManyBarsAreThinned()
    {
        var bars = new Bars(null, [.. Enumerable.Range(1, 200).Select(i => $"dimension {i}")], new double[200]);
        Assert.InRange(new Drawing(new Chart { Marks = [bars] }.ToSvg()).Ticks("x").Length, 2, 8);
    }

    [Fact]
    public void ABandRunsOutAndBack()
    {
        var drawing = new Drawing(new Chart { Marks = [new Band("b", [0, 1], [1, 2], [3, 4])], Y = new Axis { Min = 1, Max = 4 }, X = new Axis { Min = 0, Max = 1 } }.ToSvg());
        var p = Drawing.Points(drawing.OfClass("band").Single());
        Assert.Equal(4, p.Length);
        Assert.True(p[0].X == p[3].X && p[1].X == p[2].X && p[0].X < p[1].X && p[1].Y < p[0].Y && p[0].Y < p[2].Y && p[2].Y < p[3].Y);
    }
}
