using Ansatz.Figures;

namespace Ansatz.Tests.Figures;

public sealed class ContourLevelsTests
{
    /// <summary>The steps and the numbers of bands that matplotlib 3.6 takes for filled contours of values in [0, maximum].</summary>
    [Theory]
    [InlineData(8.64999962f, 0.1, 87)]
    [InlineData(9.23999977f, 0.1, 93)]
    [InlineData(10.1000004f, 0.15, 68)]
    [InlineData(10.1099997f, 0.15, 68)]
    [InlineData(10.3000002f, 0.15, 69)]
    [InlineData(15.1000004f, 0.15, 101)]
    [InlineData(15.1999998f, 0.2, 76)]
    [InlineData(20.1000004f, 0.2, 101)]
    [InlineData(20.2999992f, 0.25, 82)]
    [InlineData(25f, 0.25, 100)]
    [InlineData(25.5f, 0.3, 85)]
    [InlineData(30.2000008f, 0.3, 101)]
    [InlineData(31f, 0.4, 78)]
    [InlineData(40f, 0.4, 100)]
    [InlineData(41f, 0.5, 82)]
    [InlineData(50f, 0.5, 100)]
    [InlineData(51f, 0.6, 85)]
    [InlineData(60f, 0.6, 100)]
    [InlineData(61f, 0.8, 77)]
    [InlineData(80f, 0.8, 100)]
    [InlineData(81f, 1, 81)]
    [InlineData(100f, 1, 100)]
    [InlineData(101f, 1, 101)]
    [InlineData(102f, 1.5, 68)]
    [InlineData(0.00100000005f, 1e-05, 101)]
    [InlineData(3.69999994e-12f, 4e-14, 93)]
    [InlineData(12345f, 150, 83)]
    [InlineData(7f, 0.08, 88)]
    public void LevelsAreMatplotlibs(float maximum, double step, int bandCount)
    {
        var levels = ContourLevels.Covering(maximum);
        Assert.Equal(step, levels.Step, step * 1e-12);
        Assert.Equal(bandCount, levels.BandCount);
    }

    [Fact]
    public void LevelsCoverEveryMaximumWithAtMost101Bands()
    {
        for (var maximum = 1e-29f; maximum < 1e30f; maximum *= 1.037f)
        {
            var levels = ContourLevels.Covering(maximum);
            Assert.InRange(levels.BandCount, 67, 101);
            Assert.InRange(maximum, levels.Step * (levels.BandCount - 1), levels.Step * levels.BandCount * (1 + 1e-9));
        }
    }

    [Fact]
    public void ADensityOfZeroLiesInTheLowestBand()
    {
        var levels = ContourLevels.Covering(0);
        Assert.Equal(101, levels.BandCount);
        Assert.Equal(1, levels.ColorOf(0));
    }

    [Fact]
    public void BandsTakeTheColorOfTheirMidpoint()
    {
        var levels = ContourLevels.Covering(8.65f);
        for (var band = 0; band < levels.BandCount; band++)
            Assert.Equal((int)Math.Floor(256 * (band + 0.5) / levels.BandCount + 1e-9), levels.ColorOf(band));
    }
}
