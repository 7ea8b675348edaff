using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;

namespace Ansatz.Tests.Studies.Contours;

public sealed class LatentAnimationTests
{
    private static readonly (double X, double Y)[] Path = [(-1, -1), (0, 0), (1, 1)];
    private static readonly Image[] Decoded = [.. ((byte[])[50, 100, 200]).Select(v => new Image(4, 4, 1, [.. Enumerable.Repeat(v, 16)]))];

    [Fact]
    public void AFrameShowsThePointAndItsImage()
    {
        var frames = new LatentAnimation(Path, Decoded) { Points = [(-2, -2), (2, 2)] }.Frames().ToArray();
        Assert.Equal(3, frames.Length);
        var places = frames.Select(f => Center(f, Palette.Of(1, 2))).ToArray();
        // In a square plane the middle step is halfway; up is up.
        Assert.True(places[0].X < places[1].X && places[0].Y > places[1].Y);
        Assert.Equal((places[0].X + places[2].X) / 2, places[1].X, 0.6);
        Assert.Equal((places[0].Y + places[2].Y) / 2, places[1].Y, 0.6);
        foreach (var (frame, value) in frames.Zip((byte[])[50, 100, 200])) Assert.Equal([value, value, value], frame.Row(200).Slice(3 * 600, 3).ToArray());
    }

    [Fact]
    public void FramesChangeOnlyWhereSomethingMoves()
    {
        var file = AnimatedPng.Encode(new LatentAnimation(Path, Decoded).Frames(), 50);
        Assert.InRange(file.Length, 1000, 40_000);
    }

    [Fact]
    public void UnequalCountsAreNamed()
    {
        Assert.Contains("3 points and 1 images", Assert.Throws<ArgumentException>(() => new LatentAnimation(Path, Decoded[..1]).Frames().First()).Message, StringComparison.Ordinal);
        Assert.Contains("3 points and 1 colours", Assert.Throws<ArgumentException>(() => new LatentAnimation(Path, Decoded) { Points = Path, Colors = [default] }.Frames().First()).Message, StringComparison.Ordinal);
    }

    private static (double X, double Y) Center(Image image, Rgb color)
    {
        var places = from y in Enumerable.Range(0, image.Height)
                     from x in Enumerable.Range(0, image.Width)
                     where image.Row(y)[3 * x] == color.R && image.Row(y)[3 * x + 1] == color.G && image.Row(y)[3 * x + 2] == color.B
                     select (x, y);
        return (places.Average(p => p.x), places.Average(p => p.y));
    }
}
