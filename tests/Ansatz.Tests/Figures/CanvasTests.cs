using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

public sealed class CanvasTests
{
    private static readonly Rgb White = Rgb.Of(0xFFFFFF);

    [Fact]
    public void ADiscHasItsArea()
    {
        foreach (var radius in (double[])[1.5, 3, 7.25])
        {
            var image = new Image(40, 40, 3);
            new Canvas(image).Disc(20.3, 19.6, radius, White);
            Assert.Equal(Math.PI * radius * radius, Area(image), 0.04 * Math.PI * radius * radius);
        }
    }

    [Fact]
    public void ALineHasItsAreaAtEveryAngle()
    {
        for (var degrees = 0; degrees < 180; degrees += 15)
        {
            var image = new Image(60, 60, 3);
            var (c, s) = (20 * Math.Cos(degrees * Math.PI / 180), 20 * Math.Sin(degrees * Math.PI / 180));
            new Canvas(image).Curve([(30 - c, 30 - s), (30 + c, 30 + s)], 2.4, White, _ => 1);
            var expected = 40 * 2.4 + Math.PI * 1.2 * 1.2;
            Assert.Equal(expected, Area(image), 0.06 * expected);
        }
    }

    [Fact]
    public void PiecesOfACurveDoNotDarkenWhereTheyMeet()
    {
        var image = new Image(20, 20, 3);
        new Canvas(image).Curve([(3, 10), (10, 10), (17, 10)], 4, White, _ => 0.5);
        Assert.Equal(128, image.Pixels.ToArray().Max());
    }

    [Fact]
    public void ShapesBeyondTheEdgeAreCutOff()
    {
        var image = new Image(10, 10, 3);
        var canvas = new Canvas(image);
        canvas.Disc(-2, 5, 4, White);
        canvas.Curve([(5, 5), (500, 5)], 2, White, _ => 1);
        canvas.Disc(-50, -50, 4, White);
        Assert.Equal(255, image.Row(5)[0]);
        Assert.Equal(255, image.Row(5)[27]);
        Assert.Equal(0, image.Row(0)[27]);
    }

    [Fact]
    public void TextHasItsStatedWidth()
    {
        foreach (var text in (string[])["0", "−2.5", "1234567890", "z₁"])
        {
            var image = new Image(200, 40, 3);
            new Canvas(image).Text(text, 100, 20, 12, White);
            var columns = Enumerable.Range(0, 200).Where(x => Enumerable.Range(0, 40).Any(y => image.Row(y)[3 * x] > 40)).ToArray();
            Assert.InRange(columns[^1] - columns[0], StrokeFont.Width(text, 12) - 8, StrokeFont.Width(text, 12) + 3);
            Assert.InRange((columns[^1] + columns[0]) / 2.0, 96, 103);
        }
    }

    [Fact]
    public void AnUnknownLetterIsABox()
    {
        Image unknown = new(30, 30, 3), box = new(30, 30, 3);
        new Canvas(unknown).Text("漢", 15, 15, 12, White);
        new Canvas(box).Curve([(11, 9), (19, 9), (19, 21), (11, 21), (11, 9)], 12 / 7.0, White, _ => 1);
        Assert.Equal(Area(box), Area(unknown), 0.05 * Area(box));
    }

    private static double Area(Image image) => image.Pixels.ToArray().Where((_, i) => i % 3 == 0).Sum(v => v / 255.0);
}
