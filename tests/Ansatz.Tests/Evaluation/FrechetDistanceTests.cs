using Ansatz.Evaluation;
using Ansatz.Random;

namespace Ansatz.Tests.Evaluation;

public sealed class FrechetDistanceTests
{
    // Means 0, covariances with N − 1 = 3: diag(2/3, 8/3) and the same with the axes exchanged.
    private static readonly float[] Wide = [1, 0, -1, 0, 0, 2, 0, -2], High = [0, 1, 0, -1, 2, 0, -2, 0];

    [Fact]
    public void BetweenASampleAndItselfItIsZero() => Assert.Equal(0, FrechetDistance.Between(Wide, Wide, 2), 1e-14);

    [Fact]
    public void ShiftedItIsTheSquaredShift() =>
        Assert.Equal(25, FrechetDistance.Between(Wide, [.. Wide.Select((v, i) => v + (i % 2 == 0 ? 3 : 4))], 2), 1e-13);

    [Fact]
    public void OfCommutingCovariancesItIsTheDistanceOfTheirRoots()
    {
        var difference = Math.Sqrt(8.0 / 3) - Math.Sqrt(2.0 / 3);
        Assert.Equal(2 * difference * difference, FrechetDistance.Between(Wide, High, 2), 1e-14);
    }

    [Fact]
    public void InOneDimensionItIsThatOfMeansAndDeviations() =>
        Assert.Equal((5 - 1) * (5 - 1) + (2 - 1) * (2 - 1), FrechetDistance.Between([0, 1, 2], [3, 5, 7], 1), 1e-13);

    // scipy 1.10 (numpy.cov and scipy.linalg.sqrtm(c1 @ c2)) on the same points.
    [Fact]
    public void OfCovariancesThatDoNotCommuteItIsSciPys() =>
        Assert.Equal(255.93923353142435, FrechetDistance.Between(Points(40, 0, [1, 1, 1], [0, 0, 0]), Points(30, 3, [1, 0.5f, 2], [1, 0, -2]), 3), 1e-9);

    private static float[] Points(int count, int seed, float[] scale, float[] shift)
    {
        var points = new float[3 * count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < 3; j++)
                points[3 * i + j] = ((i * 7 + j * 13 + i * i * (j + 1) + seed * j) % 11 - 5 + (j + 1) * ((i * i + seed) % 5)) * scale[j] + shift[j];
        return points;
    }

    [Fact]
    public void PointsOnALineHaveADistanceToo()
    {
        float[] line = [0, 0, 1, 1, 2, 2], other = [0, 0, 1, -1, 2, -2]; // covariances [[1, 1], [1, 1]] and [[1, −1], [−1, 1]], whose product is 0
        Assert.Equal(4 + 4, FrechetDistance.Between(line, other, 2), 1e-12);
    }

    [Fact]
    public void TheNoiseFloorFallsWithTheSizeOfTheParts()
    {
        var sample = new float[2 * 8000];
        new Rng(1).Normal(sample);
        double small = FrechetDistance.NoiseFloor(sample, 2, 40, new Rng(2), pairs: 30), large = FrechetDistance.NoiseFloor(sample, 2, 4000, new Rng(2));
        // The means alone of two samples of N(0, I) in d dimensions differ by 2d/n: 0.1 and 0.001.
        Assert.InRange(small, 0.07, 0.3);
        Assert.InRange(large, 0.0003, 0.004);
        Assert.Equal(large, FrechetDistance.NoiseFloor(sample, 2, 4000, new Rng(2)));
    }

    [Fact]
    public void WhatHasNoMomentsIsRefused()
    {
        Assert.Contains("2 values are not 2 or more points of 2 dimensions", Assert.Throws<ArgumentException>(() => FrechetDistance.Between([1, 2], Wide, 2)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("5 values are not", Assert.Throws<ArgumentException>(() => FrechetDistance.Between(Wide, [1, 2, 3, 4, 5], 2)).Sentence(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FrechetDistance.NoiseFloor(Wide, 2, 2, new Rng(1), pairs: 0));
        Assert.Contains("4 points cannot be split into two parts of 3", Assert.Throws<ArgumentException>(() => FrechetDistance.NoiseFloor(Wide, 2, 3, new Rng(1))).Sentence(), StringComparison.Ordinal);
    }
}
