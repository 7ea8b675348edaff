using Ansatz.Figures;

namespace Ansatz.Tests.Figures;

public sealed class ColorMapTests
{
    [Theory]
    [InlineData(0, 10, 0, 0)]
    [InlineData(1, 13, 0, 0)]
    [InlineData(50, 141, 0, 0)]
    [InlineData(93, 254, 0, 0)]
    [InlineData(94, 255, 2, 0)]
    [InlineData(128, 255, 91, 0)]
    [InlineData(190, 255, 254, 0)]
    [InlineData(191, 255, 255, 2)]
    [InlineData(220, 255, 255, 117)]
    [InlineData(254, 255, 255, 251)]
    [InlineData(255, 255, 255, 255)]
    public void HotHasMatplotlibsColors(int index, byte red, byte green, byte blue) =>
        Assert.Equal([red, green, blue], ColorMap.Hot.Table.Slice(3 * index, 3).ToArray());

    [Fact]
    public void HotSumsToMatplotlibsTable()
    {
        var sums = new int[3];
        for (var i = 0; i < ColorMap.Hot.Table.Length; i++) sums[i % 3] += ColorMap.Hot.Table[i];
        Assert.Equal([53730, 28980, 8351], sums);
    }

    [Fact]
    public void ATableOfAnotherLengthIsRefused() =>
        Assert.Contains("has 765 bytes, expected 768", Assert.Throws<ArgumentException>(() => new ColorMap(new byte[765])).Message, StringComparison.Ordinal);
}
