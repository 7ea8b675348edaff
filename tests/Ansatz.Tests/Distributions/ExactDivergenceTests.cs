using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Divergences whose usual forms cancel, against 80-digit arithmetic (mpmath), parameters rounded to float.</summary>
public sealed class ExactDivergenceTests
{
    [Theory]
    [InlineData(820283.75f, 1, 820304.94f, 1.000293f, 0.029273594810604294)]
    [InlineData(1e-30f, 1, 1e-20f, 2, 9999999626.9186071)]
    [InlineData(1e30f, 1e-5f, 1.0000001e30f, 1e-5f, 2854495270565811.3)]
    [InlineData(3e38f, 1, 3e38f, 1.0001f, 1.5003978197608818e+30)]
    [InlineData(1e-3f, 5, 1e-3f, 5.0001f, 2.0054091376064442e-13)]
    [InlineData(1, 1, 1.0000001f, 1, 1.168795884124545e-14)]
    public void OfGammas(float concentration, float rate, float otherConcentration, float otherRate, double exact) =>
        Close(exact, KlDivergence.Between(new Gamma(concentration, rate), new Gamma(otherConcentration, otherRate)));

    [Theory]
    [InlineData(1e6f, 1, 1e4f, 0.1f, 1.2037396141715217)]
    [InlineData(1e4f, 1e4f, 10100, 10100, 2.4835811039717878e-5)]
    [InlineData(1e-30f, 1e-30f, 1e-20f, 2, 9.9999999682892316e+29)]
    [InlineData(1e30f, 1e30f, 1.0000001e30f, 1e30f, 1427247617309609.4)]
    [InlineData(3e38f, 3e38f, 3e38f, 1e38f, 5.2324816815460348e+37)]
    [InlineData(1e-3f, 5, 1e-3f, 5.0001f, 2.4455441497045336e-13)]
    [InlineData(2, 2, 2.0000002f, 2, 1.0263394340086615e-14)]
    public void OfBetas(float concentration1, float concentration0, float otherConcentration1, float otherConcentration0, double exact) =>
        Close(exact, KlDivergence.Between(new Beta(concentration1, concentration0), new Beta(otherConcentration1, otherConcentration0)));

    // Near equality what is left of sums in double.
    private static void Close(double exact, Tensor divergence)
    {
        Assert.True(divergence.Item() >= 0);
        Assert.Equal(exact, divergence.Item(), Math.Max(4e-15, 2e-7 * exact));
    }
}
