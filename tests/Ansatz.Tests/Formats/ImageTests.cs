using Ansatz.Formats;

namespace Ansatz.Tests.Formats;

public sealed class ImageTests
{
    [Fact]
    public void UnitValuesBecomeTheNearestByte()
    {
        var image = new Image(7, 1, 1, (ReadOnlySpan<float>)[0, 1, 0.5f, -3, 7, float.NaN, 1 / 255f]);
        Assert.Equal([0, 255, 128, 0, 255, 0, 1], image.Pixels.ToArray());
    }

    [Fact]
    public void EveryByteSurvivesAsAUnitValue()
    {
        float[] values = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), new Image(256, 1, 1, values).Pixels.ToArray());
    }

    [Fact]
    public void GrayIsRepeatedAndTransparencyLaidOverWhite()
    {
        Assert.Equal([9, 9, 9], new Image(1, 1, 1, (ReadOnlySpan<byte>)[9]).ToRgb().Pixels.ToArray());
        Assert.Equal([255, 255, 255, 0, 0, 0], new Image(2, 1, 2, (ReadOnlySpan<byte>)[0, 0, 0, 255]).ToRgb().Pixels.ToArray());
        Assert.Equal([128, 178, 255], new Image(1, 1, 4, (ReadOnlySpan<byte>)[0, 100, 255, 127]).ToRgb().Pixels.ToArray());
    }

    [Fact]
    public void ABatchIsCutIntoItsImages()
    {
        var gray = Image.Batch([2, 1, 3], (ReadOnlySpan<byte>)[1, 2, 3, 4, 5, 6]);
        Assert.Equal([4, 5, 6], gray[1].Pixels.ToArray());
        var color = Image.Batch([1, 1, 2, 3], (ReadOnlySpan<float>)[0, 0, 0, 1, 1, 1]);
        Assert.Equal((2, 1, 3), (color[0].Width, color[0].Height, color[0].Channels));
        Assert.Empty(Image.Batch([0, 1, 2, 3], ReadOnlySpan<float>.Empty));
        Assert.Throws<ArgumentException>(() => Image.Batch([2, 1, 3], (ReadOnlySpan<byte>)[1]));
    }

    [Fact]
    public void AnImageIsPlacedAndMagnified()
    {
        var target = new Image(5, 2, 3);
        target.Place(new Image(2, 1, 1, (ReadOnlySpan<byte>)[10, 20]), 1, 0, 2);
        byte[] row = [0, 0, 0, 10, 10, 10, 10, 10, 10, 20, 20, 20, 20, 20, 20];
        Assert.Equal([.. row, .. row], target.Pixels.ToArray());
        Assert.Throws<ArgumentException>(() => target.Place(new Image(2, 1, 1), 2, 0, 2));
    }

    [Fact]
    public void AReducedPixelIsTheMeanOfASquare()
    {
        var image = new Image(3, 3, 2, (ReadOnlySpan<byte>)[0, 10, 2, 20, 9, 30, 4, 40, 6, 50, 8, 60, 7, 70, 8, 80, 255, 90]);
        Assert.Equal([3, 30, 9, 45, 8, 75, 255, 90], image.Reduce(2).Pixels.ToArray());
        Assert.Equal(image.Pixels.ToArray(), image.Reduce(1).Pixels.ToArray());
        Assert.Equal((1, 1), (image.Reduce(5).Width, image.Reduce(5).Height));
        Assert.Contains("reduced by 0", Assert.Throws<ArgumentOutOfRangeException>(() => image.Reduce(0)).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void ImpossibleSizesAreNamed()
    {
        Assert.Contains("0 × 3", Assert.Throws<ArgumentException>(() => new Image(0, 3, 1)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("5 channels", Assert.Throws<ArgumentException>(() => new Image(1, 1, 5)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("more than an array", Assert.Throws<ArgumentException>(() => new Image(1 << 16, 1 << 16, 1)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("3 values for 2 × 2", Assert.Throws<ArgumentException>(() => new Image(2, 2, 1, new byte[3])).Sentence(), StringComparison.Ordinal);
    }
}
