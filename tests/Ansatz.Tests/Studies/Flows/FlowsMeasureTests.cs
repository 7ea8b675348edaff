using Ansatz.Flows;
using Ansatz.Random;
using Ansatz.Studies.Flows;

namespace Ansatz.Tests.Studies.Flows;

/// <summary>A flow that starts as the identity has the standard normal's density, so its KL to normals is a closed form.</summary>
public sealed class FlowsMeasureTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0.5)]
    [InlineData(0, 0.5, 0.636294)] // 0.25 − 1 + 2·ln 2
    public void TheDivergenceOfNormalsIsTheirClosedForm(double center, double deviation, double expected)
    {
        var toy = new GaussiansToy("normal", deviation, [(center, 0)]);
        var flow = new RealNvp(dimension: 2);
        flow.Initialize(new Rng(1));
        var (row, farNaNs) = new FlowsMeasure(toy, new Rng(2), 20_000, CancellationToken.None).Of(flow, "normal", "real-nvp", 3);
        Assert.Equal(expected, row.Kl, tolerance: 4 * row.StandardError + 1e-6);
        Assert.InRange(row.StandardError, 0, 0.02);
        // log q is a float.
        Assert.Equal(row.Nll - row.Entropy, row.Kl, tolerance: 1e-9);
        Assert.Equal((0, 3.0, 0.0), (farNaNs, row.Seconds.Train, row.RoundTrip));
    }

    [Fact]
    public void EachFamilyHasANameOfItsOwn()
    {
        var names = FlowFamily.All.Select(f => f.Name).ToArray();
        Assert.Equal(names.Distinct(), names);
        // The class in kebab-case, and a word more where two families share it.
        Assert.All(FlowFamily.All, f => Assert.StartsWith(string.Concat(f.Make().GetType().Name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")), f.Name, StringComparison.Ordinal));
    }
}
