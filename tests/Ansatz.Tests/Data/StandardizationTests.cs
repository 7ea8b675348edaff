using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Data;

public sealed class StandardizationTests
{
    [Fact]
    public void EachElementHasMeanZeroAndVarianceOne()
    {
        // A mean of 10,000 beside a deviation of 1: a sum of squares in float would lose the variance.
        var noise = new float[3000];
        new Rng(1).Normal(noise);
        var data = Dataset.FromFloats([.. noise.Select((v, i) => i % 3 == 0 ? v : i % 3 == 1 ? 1e4f + v : 7)], [3], [.. Enumerable.Repeat(0, 1000)]);
        var standardization = Standardization.Of(data);
        var standardized = standardization.Apply(data);
        var values = standardized.ToTensor(0, 1000).ToArray();
        foreach (var j in new[] { 0, 1 })
        {
            double[] column = [.. Enumerable.Range(0, 1000).Select(i => (double)values[3 * i + j])];
            Assert.Equal(0, column.Average(), 1e-3);
            Assert.Equal(1, column.Average(v => v * v), 1e-3);
        }
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(0, values[3 * i + 2]));
        Assert.Equal(1, standardization.StandardDeviation.ToArray()[2]);
        Assert.True(standardized.HasLabels);
        Assert.Equal(data.ToTensor(0, 1000).ToArray(), standardization.ToData.ForwardAndLogDet(standardized.ToTensor(0, 1000)).Y.ToArray(), (a, b) => Math.Abs(a - b) < 2e-3);
    }

    [Fact]
    public void ADensityOfStandardizedDataBecomesOneOfTheData()
    {
        var data = Dataset.FromFloats([1, 10, 3, 30], [2]);
        var density = new TransformedDistribution(MultivariateNormalDiag.Standard(2), Standardization.Of(data).ToData);
        // N((2, 20), diag(1, 100)) at its mean: −log 2π − log(1·10).
        Assert.Equal(-Math.Log(2 * Math.PI) - Math.Log(10), density.LogProb(Tensor.From([2, 20])).Item(), 1e-5);
    }

    [Fact]
    public void OtherExamplesAreRefused()
    {
        var standardization = Standardization.Of(Dataset.FromFloats([1, 2], [2]));
        Assert.Contains("shape [1]; expected [2]", Assert.Throws<ArgumentException>(() => standardization.Apply(Dataset.FromFloats([1], [1]))).Sentence(), StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Standardization.Of(Dataset.FromFloats([], [2]))).Sentence(), StringComparison.Ordinal);
    }
}
