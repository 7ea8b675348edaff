using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

/// <summary>Charts as pixels.</summary>
public sealed class ChartPictureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(4)]
    public void APictureHasTheChartsSizeTimesTheScale(double scale)
    {
        var image = Everything().ToImage(scale);
        Assert.Equal(((int)Math.Ceiling(640 * scale), (int)Math.Ceiling(400 * scale), 3), (image.Width, image.Height, image.Channels));
    }

    [Fact]
    public void ALineIsWhereTheSvgSaysItIs()
    {
        var chart = new Chart { X = new Axis { Min = 0, Max = 10 }, Y = new Axis { Min = 0, Max = 10 }, Marks = [new Line(null, [0, 10], [5, 5]) { Color = Rgb.Of(0xFF0000) }] };
        var y = Drawing.Points(new Drawing(chart.ToSvg()).OfClass("line").Single().Elements().First())[0].Y;
        var image = chart.ToImage(3);
        Assert.Equal([255, 0, 0], Pixel(image, 960, (int)(3 * y)));
        Assert.Equal([255, 255, 255], Pixel(image, 960, (int)(3 * y) - 9));
    }

    [Fact]
    public void AFilledPolygonHasItsArea()
    {
        var image = new Image(60, 60, 3);
        new Canvas(image).Polygon([[(10.3, 10.1), (50.7, 22.4), (30.2, 51.9)]], isEvenOdd: false, Rgb.Of(0xFFFFFF), 1);
        var expected = Math.Abs((50.7 - 10.3) * (51.9 - 10.1) - (30.2 - 10.3) * (22.4 - 10.1)) / 2;
        Assert.Equal(expected, image.Pixels.ToArray().Where((_, i) => i % 3 == 0).Sum(v => v / 255.0), 0.01 * expected);
    }

    [Fact]
    public void ARingWithinARingIsAHole()
    {
        var image = new Image(20, 20, 3);
        new Canvas(image).Polygon([[(2, 2), (18, 2), (18, 18), (2, 18)], [(6, 6), (14, 6), (14, 14), (6, 14)]], isEvenOdd: true, Rgb.Of(0xFFFFFF), 1);
        Assert.Equal((0, 255, 0), (image.Row(10)[30], image.Row(10)[12], image.Row(0)[0]));
    }

    [Fact]
    public void WhatLiesOutsideTheAxesIsCutOff()
    {
        var chart = new Chart { X = new Axis { Min = 0, Max = 1 }, Y = new Axis { Min = 0, Max = 1 }, Marks = [new Line(null, [-9, 9], [0.5, 0.5]) { Color = Rgb.Of(0xFF0000) }] };
        var image = chart.ToImage(1);
        var reds = Enumerable.Range(0, 640).Where(x => Enumerable.Range(0, 400).Any(y => Pixel(image, x, y) is [255, 0, 0])).ToArray();
        var (left, _, right, _) = new Drawing(chart.ToSvg()).Viewport;
        Assert.InRange(reds[0], left - 1, left + 2);
        Assert.InRange(reds[^1], right - 2, right + 1);
    }

    /// <summary>Whatever marks the library has, alone and in panels.</summary>
    [Fact]
    public void EveryMarkIsDrawn()
    {
        // Explicit ends, so that only the mark differs.
        var frame = Everything() with { X = new Axis("x") { Min = -2, Max = 2 }, Y = new Axis("y") { Min = -1, Max = 4 }, Marks = [] };
        var plain = frame.ToImage(1).Pixels.ToArray();
        foreach (var mark in Everything().Marks) Assert.True((frame with { Marks = [mark] }).ToImage(1).Pixels.ToArray().Where((v, i) => v != plain[i]).Count() > 300, $"{mark.GetType().Name} draws nothing");
        Assert.Equal(1280, new ChartPanels([Everything()], [Everything()]).ToImage(1).Width);
    }

    [Fact]
    public void ATextIsReadable()
    {
        Image with = new Chart { Title = "Energy of 25 % − π²" }.ToImage(2), without = new Chart().ToImage(2);
        Assert.InRange(Dark(with) - Dark(without), 500, 4000);

        static int Dark(Image image) => Enumerable.Range(0, 60).Sum(y => Enumerable.Range(0, image.Width).Count(x => image.Row(y)[3 * x] < 128));
    }

    [Fact]
    public void WhatAPictureDoesNotHaveIsNamed()
    {
        Assert.Contains("'ellipse'", Assert.Throws<ArgumentException>(() => new Chart { Marks = [new Strange("ellipse", [])] }.ToImage()).Sentence(), StringComparison.Ordinal);
        Assert.Contains("'A'", Assert.Throws<ArgumentException>(() => new Chart { Marks = [new Strange("path", [("d", "M0 0A1 1")])] }.ToImage()).Sentence(), StringComparison.Ordinal);
        Assert.Contains("'salmon'", Assert.Throws<ArgumentException>(() => new Chart { Marks = [new Strange("path", [("fill", "salmon")])] }.ToImage()).Sentence(), StringComparison.Ordinal);
        Assert.Contains("scale", Assert.Throws<ArgumentException>(() => new Chart().ToImage(0)).Sentence(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M0 0L4 0H8V3", 4, 8, 3)]
    [InlineData("m1 1l3-1h4v3z", 5, 1, 1)]
    [InlineData("M0 0C1 0 2 1 2 2Q2 4 4 4", 33, 4, 4)]
    [InlineData("M1e1 5L-2.5,1", 2, -2.5, 1)]
    public void APathEndsWhereItSays(string d, int corners, double x, double y)
    {
        var piece = Assert.Single(SvgPath.Parse(d));
        Assert.Equal(corners, piece.Length);
        Assert.Equal((x, y), (Math.Round(piece[^1].X, 9), Math.Round(piece[^1].Y, 9)));
    }

    [Fact]
    public void DashesCoverPartOfALine()
    {
        var pieces = SvgPath.Dashed([(0, 0), (10, 0), (10, 10)], [3, 1]).ToArray();
        Assert.Equal(5, pieces.Length);
        Assert.Equal(15, pieces.Sum(p => p.Zip(p.Skip(1)).Sum(s => Math.Abs(s.First.X - s.Second.X) + Math.Abs(s.First.Y - s.Second.Y))), 1e-9);
    }

    private static Chart Everything()
    {
        double[] xs = [.. Enumerable.Range(0, 41).Select(i => i / 10.0 - 2)], ys = [.. xs.Select(x => x * x)];
        var grid = new PlaneGrid([.. ys.SelectMany(y => ys.Select(x => Math.Exp(-x - y)))], 41, (-2, 2), (-2, 2));
        return new Chart
        {
            Title = "Everything",
            X = new Axis("x"),
            Y = new Axis("y"),
            Marks =
            [
                new HeatMap("h", grid), new Contours("c", grid), new Contours("f", grid) { AreFilled = true }, new Line("l", xs, ys), new Line("d", xs, ys) { IsDashed = true, HasDots = true }, new Scatter("s", xs, ys),
                new Band("b", xs, [.. ys.Select(y => y - 1)], ys), new Bars("r", ["one", "two"], [1, 2]), new Histogram("g", ys), new DensityCurve("k", ys), new ErrorBars("e", xs, ys, ys), ReferenceLine.Horizontal("z", 1),
            ],
        };
    }

    private static byte[] Pixel(Image image, int x, int y) => image.Row(y).Slice(3 * x, 3).ToArray();

    private sealed class Strange(string element, (string Name, SvgValue Value)[] attributes) : Mark
    {
        protected override void Draw(PlotArea area, Rgb color) => area.Element(element, attributes);
    }
}
