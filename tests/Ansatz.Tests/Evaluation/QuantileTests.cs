using Ansatz.Evaluation;

namespace Ansatz.Tests.Evaluation;

public sealed class QuantileTests
{
    private static readonly float[] sample = [2.1f, 3.4f, 4.9f, 1.2f, 3.05f, 2.75f, 3.9f, 0.4f];

    /// <summary>Against <c>numpy.quantile</c>.</summary>
    [Theory]
    [InlineData(0, 0.4000000059604645)]
    [InlineData(0.3, 2.1649999141693117)]
    [InlineData(0.5, 2.899999976158142)]
    [InlineData(0.95, 4.550000095367431)]
    [InlineData(1, 4.900000095367432)]
    public void QuantilesAreNumpys(double probability, double expected) => Assert.Equal(expected, Quantile.Of(sample, probability), 1e-12);

    [Fact]
    public void OneValueIsEveryQuantile() => Assert.Equal(3, Quantile.Of([3], 0.95));

    [Fact]
    public void NothingHasNoQuantile()
    {
        Assert.Throws<ArgumentException>(() => Quantile.Of([], 0.5));
        Assert.Throws<ArgumentException>(() => Quantile.Of([1], 1.5));
        Assert.Throws<ArgumentException>(() => Quantile.Of([1, float.NaN], 0.5));
    }

    [Fact]
    public void InfiniteValuesHaveQuantiles()
    {
        Assert.Equal(1, Quantile.Of([1, 1, float.PositiveInfinity], 0.5));
        Assert.Equal(double.PositiveInfinity, Quantile.Of([0, float.PositiveInfinity, float.PositiveInfinity], 0.75));
    }
}
