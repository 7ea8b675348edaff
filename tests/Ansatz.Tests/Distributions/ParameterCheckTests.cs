using Ansatz.Distributions;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Distributions;

/// <summary>What constructors refuse.</summary>
public sealed class ParameterCheckTests
{
    // The parameters of a bijector are no distribution's.
    public static TheoryData<string> Names => [.. DistributionZoo.All.Where(c => c.Whole is not TransformedDistribution).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void NaNIsRefused(string name)
    {
        var c = DistributionZoo.Find(name);
        for (var i = 0; i < c.Parameters.Length; i++)
        {
            Tensor[] parameters = [.. c.Parameters];
            var values = parameters[i].ToArray();
            values[^1] = float.NaN;
            parameters[i] = Tensor.From(values, parameters[i].Shape);
            var error = Assert.Throws<ArgumentException>(() => c.Build(parameters));
            Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ACategoricalNeedsAPossibleOutcomeInEachRow()
    {
        const float No = float.NegativeInfinity;
        Assert.Throws<ArgumentException>(() => new Categorical(Tensor.From([No, No])));
        Assert.Throws<ArgumentException>(() => new Categorical(Tensor.From([0, float.PositiveInfinity])));
        var error = Assert.Throws<ArgumentException>(() => new Categorical(Tensor.From([0, No, No, No], [2, 2])));
        Assert.Equal("Categorical: all 2 logits of row 1 are -Infinity, so that no outcome is possible; give at least one that is more.", error.Sentence().Replace("-∞", "-Infinity", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Categorical.FromProbs(Tensor.From([0, 0f])));
        Assert.Equal([0, No], new Categorical(Tensor.From([5, No])).LogProbs.ToArray());
    }
}
