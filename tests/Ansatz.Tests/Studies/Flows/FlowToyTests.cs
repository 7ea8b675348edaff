using Ansatz.Random;
using Ansatz.Studies.Flows;

namespace Ansatz.Tests.Studies.Flows;

/// <summary>The toys' densities are densities, and their draws follow them.</summary>
public sealed class FlowToyTests
{
    public static TheoryData<string> Names => [.. FlowToy.All.Select(t => t.Name)];

    [Fact]
    public void ThereAreTheSevenOfTheStudy() =>
        Assert.Equal(["moons", "rings", "eight-gaussians", "pinwheel", "checkerboard", "spirals", "contours"], FlowToy.All.Select(t => t.Name));

    /// <summary>The probability of each of 24 × 24 cells by a midpoint rule, against the share of 40,000 draws: 6 standard deviations and 6 draws at most.</summary>
    [Theory, MemberData(nameof(Names))]
    public void DrawsFollowTheDensity(string name)
    {
        const int Cells = 24, Count = 40_000;
        var toy = FlowToy.All.Single(t => t.Name == name);
        var (reach, points) = name is "contours" ? (1.0, 32) : (4.0, 8);
        var expected = new double[Cells * Cells];
        var step = 2 * reach / (Cells * points);
        for (var i = 0; i < Cells * points; i++)
            for (var j = 0; j < Cells * points; j++)
                expected[j / points * Cells + i / points] += Math.Exp(toy.LogDensity(-reach + (i + 0.5) * step, -reach + (j + 0.5) * step)) * step * step;
        Assert.Equal(1, expected.Sum(), 2e-3);
        var found = new int[Cells * Cells];
        var draws = toy.Sample(new Rng(6), Count).ToArray();
        for (var n = 0; n < Count; n++)
        {
            int i = (int)Math.Floor((draws[2 * n] + reach) / (2 * reach) * Cells), j = (int)Math.Floor((draws[2 * n + 1] + reach) / (2 * reach) * Cells);
            if (i is >= 0 and < Cells && j is >= 0 and < Cells) found[j * Cells + i]++;
            Assert.True(double.IsFinite(toy.LogDensity(draws[2 * n], draws[2 * n + 1])));
        }
        for (var c = 0; c < found.Length; c++)
            Assert.True(Math.Abs(found[c] - Count * expected[c]) <= 6 * Math.Sqrt(Count * expected[c]) + 6, $"cell {c}: {found[c]} draws, expected {Count * expected[c]:F1}");
    }

    [Fact]
    public void NothingHasDensityWhereNothingIsDrawn()
    {
        Assert.Equal(double.NegativeInfinity, FlowToy.All[4].LogDensity(0.5, 1.5));
        Assert.Equal(double.NegativeInfinity, FlowToy.All[4].LogDensity(2.5, 2.5));
        Assert.Equal(double.NegativeInfinity, FlowToy.All[6].LogDensity(1, 0));
    }
}
