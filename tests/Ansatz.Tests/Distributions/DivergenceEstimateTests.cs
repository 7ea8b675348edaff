using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Tanh = Ansatz.Bijectors.Tanh;

namespace Ansatz.Tests.Distributions;

/// <summary>Estimates of divergences from draws that rounding may put outside their support.</summary>
public sealed class DivergenceEstimateTests
{
    private static TransformedDistribution Squashed(float loc, float scale) => new(new Normal(loc, scale), new Tanh());

    [Fact]
    public void AFlowAgainstItselfIsZero()
    {
        Assert.Equal((0f, 0f, 0f), Numbers(Squashed(0, 3), Squashed(0, 3)));
        var flow = Squashed(0, 30);
        Assert.Equal((0f, 0f, 0f), Numbers(flow, flow));
    }

    [Fact]
    public void FlowsThatEndInTheSameMapAreComparedBeforeIt()
    {
        AssertEstimates(KlDivergence.Between(new Normal(0, 3), new Normal(1, 4)).Item(), Squashed(0, 3), Squashed(1, 4));
        var shared = new Chain(new Scale(0.5f), new Tanh());
        Distribution p = new TransformedDistribution(new Normal(0, 20), shared), q = new TransformedDistribution(new Normal(0, 30), new Chain(new Scale(0.4f), new Tanh()));
        // The second is tanh of N(0, 12²), the first of N(0, 10²).
        AssertEstimates(KlDivergence.Between(new Normal(0, 10), new Normal(0, 12)).Item(), p, q);
        AssertEstimates(KlDivergence.Between(new Normal(-90, 20), new Normal(-100, 30)).Item(), new LogNormal(-90, 20), new LogNormal(-100, 30));
        AssertEstimates(KlDivergence.Between(new Normal(0, 3), new Normal(1, 3)).Item() * 2,
            new Independent(new TransformedDistribution(new Normal(Tensor.Zeros([2]), 3), new Tanh()), 1),
            new Independent(new TransformedDistribution(new Normal(Tensor.Ones([2]), 3), new Tanh()), 1));
    }

    /// <summary>log B(α′, β′) − log B(α, β) + (α − α′)ψ(α) + (β − β′)ψ(β) + (α′ − α + β′ − β)ψ(α + β), by mpmath with 30 digits.</summary>
    [Theory]
    [InlineData(0.1f, 0.1f, 1, 1, 6.2611255)]
    [InlineData(0.1f, 0.1f, 0.3f, 0.2f, 0.60654993)]
    [InlineData(0.01f, 0.02f, 0.5f, 0.5f, 36.824363)]
    [InlineData(1e4f, 1e4f, 10100, 10100, 2.4835811e-5)]
    public void BetasAreComparedByTheirLogits(float a, float b, float c, float d, double expected) => AssertEstimates(expected, new Beta(a, b), new Beta(c, d));

    [Fact]
    public void ABetaIsComparedWithAFlow()
    {
        // KL to itself written as a flow of its logit.
        var beta = new Beta(0.05f, 0.1f);
        Assert.Equal((0f, 0f, 0f), Numbers(beta, new TransformedDistribution(new LogitBeta(beta), new Ansatz.Bijectors.Sigmoid())));
    }

    /// <summary>(α − α′)ψ(α) − log Γ(α) + log Γ(α′) + α′(log β − log β′) + α(β′ − β)/β, by mpmath with 30 digits.</summary>
    [Theory]
    [InlineData(0.01f, 1, 1, 1, 94.955799)]
    [InlineData(0.02f, 1e10f, 0.05f, 2, 1.6810536)]
    [InlineData(1e6f, 1, 1.001e6f, 1, 0.49983367)]
    public void GammasAreComparedByTheirLogarithms(float a, float b, float c, float d, double expected) => AssertEstimates(expected, new Gamma(a, b), new Gamma(c, d));

    [Fact]
    public void DrawsOffTheOtherSupportAreCounted()
    {
        var estimate = KlDivergence.Estimate(new Normal(Tensor.From([0, 40f]), 1f), new Exponential(Tensor.From([1, 1f])), new Rng(1), 1000);
        Assert.Equal(float.PositiveInfinity, estimate.Value.ToArray()[0]);
        Assert.InRange(estimate.OutsideCount.ToArray()[0], 420, 580);
        Assert.True(float.IsFinite(estimate.Value.ToArray()[1]));
        Assert.Equal(0, estimate.OutsideCount.ToArray()[1]);
    }

    [Fact]
    public void BatchesBroadcast() =>
        Assert.Equal([3], KlDivergence.Estimate(new Normal(0f, 1f), new Normal(Tensor.From([0, 1, 2f]), 1f), new Rng(1), 10).Value.Shape);

    private static (float Value, float StandardError, float Outside) Numbers(Distribution p, Distribution q)
    {
        var estimate = KlDivergence.Estimate(p, q, new Rng(1), 20_000);
        return (estimate.Value.Item(), estimate.StandardError.Item(), estimate.OutsideCount.Item());
    }

    private static void AssertEstimates(double expected, Distribution p, Distribution q)
    {
        var (value, error, outside) = Numbers(p, q);
        Assert.Equal(0, outside);
        Assert.Equal(expected, value, 5 * error + 1e-4 * Math.Abs(expected) + 1e-6);
    }
}
