using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Tanh = Ansatz.Bijectors.Tanh;

namespace Ansatz.Tests.Distributions;

public sealed class TransformedDistributionTests
{
    /// <summary>The banana of two factors, f₅∘f₄∘f₃∘f₂∘f₁ applied to N(0, 0.3² I).</summary>
    private static TransformedDistribution Banana(Tensor a, Tensor theta) => new(
        new MultivariateNormalDiag(Tensor.Zeros([2]), 0.3f),
        new Chain([new Shift(Tensor.From([0, -2f])), new Scale(Tensor.From([1, 0.5f])), new QuadraticShear(a), new Rotation(theta), new Tanh()]));

    [Fact]
    public void EachMemberOfTheBatchHasDrawsOfItsOwn()
    {
        var draws = Banana(Tensor.From([3, 3f]), Tensor.From([0, 0f])).Sample(new Rng(1), [5]);
        Assert.Equal([5, 2, 2], draws.Shape);
        Assert.Equal(20, draws.ToArray().Distinct().Count());
    }

    [Fact]
    public void ADensityOnAGridComesForAllParametersAtOnce()
    {
        const int Side = 100;
        var points = new float[Side * Side * 2];
        for (var i = 0; i < Side * Side; i++)
            (points[2 * i], points[2 * i + 1]) = (-1 + 2 * (i % Side) / 99f, -1 + 2 * (i / Side) / 99f);
        var logP = Banana(Tensor.From([3, 2.2f, 4]), Tensor.From([0, 1, 5f])).LogProb(Tensor.From(points, [Side * Side, 1, 2]));
        Assert.Equal([Side * Side, 3], logP.Shape);
        var values = logP.ToArray();
        for (var i = 0; i < Side * Side; i++)
            for (var b = 0; b < 3; b++)
            {
                var isBorder = i % Side is 0 or Side - 1 || i / Side is 0 or Side - 1;
                Assert.Equal(isBorder, float.IsNegativeInfinity(values[i * 3 + b]));
                Assert.False(float.IsNaN(values[i * 3 + b]));
            }
    }

    // z = (0.1, −0.2): f₁ (0.1, −2.2), f₂ (0.1, −1.1), f₃ (0.1, −1.1 + 3·0.01), f₄ with θ = 2, f₅ tanh;
    // log p = log N(z; 0, 0.09 I) − log ½ − ∑ log(1 − y²), in NumPy.
    [Fact]
    public void ChainAppliesItsFirstPartFirst()
    {
        var p = Banana(3, 2);
        var z = Tensor.From([0.1f, -0.2f]);
        var (y, logDet) = p.Bijector.ForwardAndLogDet(z);
        Assert.Equal(0.73121504, y.ToArray()[0], 1e-6);
        Assert.Equal(0.49011133, y.ToArray()[1], 1e-6);
        Assert.Equal(-1.73287935, logDet.Item(), 1e-5);
        Assert.Equal(2.02517012, p.LogProb(y).Item(), 1e-5);
    }

    [Fact]
    public void ABaseWithTooSmallEventsIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => new TransformedDistribution(new Normal(Tensor.Zeros([2]), 1), new Rotation(1)));
        Assert.Equal("TransformedDistribution: the bijector maps events of 1 dimensions, the base has event shape []; wrap the base in Independent to give its events more.", error.Sentence());
    }

    [Fact]
    public void ABaseThatWouldShareItsDrawsIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => new TransformedDistribution(new Normal(Tensor.Zeros([1]), 1), new Shift(Tensor.Zeros([3]))));
        Assert.Contains("give the base parameters of that batch shape", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersThatWouldGrowTheEventAreNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => new TransformedDistribution(new MultivariateNormalDiag(Tensor.Zeros([1]), 1), new Shift(Tensor.Zeros([3]))));
        Assert.Contains("does not broadcast to the base's event shape [1]", error.Message, StringComparison.Ordinal);
    }
}
