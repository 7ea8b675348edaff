using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class WeightAverageTests
{
    [Fact]
    public void ItFollowsTheFormulaInDouble()
    {
        const int Length = 21;
        const double Decay = 0.7; // reached within the test: (1 + t)/(10 + t) passes it at t = 20
        var path = Steps.Gradients(40, Length);
        var weight = new Parameter([Length]);
        weight.Assign(path[0]);
        var average = new WeightAverage([weight], Decay);
        double[] expected = [.. path[0].Select(x => (double)x)];
        for (var t = 1; t < path.Length; t++)
        {
            weight.Assign(path[t]);
            average.Follow(t);
            var d = Math.Min(Decay, (1.0 + t) / (10 + t));
            for (var i = 0; i < Length; i++) expected[i] = d * expected[i] + (1 - d) * path[t][i];
        }
        average.Exchange();
        Steps.AssertNear(expected, weight.Value.ToArray(), 5e-7);
        average.Exchange();
        Assert.Equal(path[^1], weight.Value.ToArray());
    }

    [Fact]
    public void StatisticsStayAsTheyAre()
    {
        var statistic = new Parameter([2], isTrainable: false);
        statistic.Assign([1, 2]);
        var average = new WeightAverage([statistic], 0.5);
        statistic.Assign([3, 4]);
        average.Follow(100);
        average.Exchange();
        Assert.Equal([3, 4], statistic.Value.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ADecayOutOfRangeIsRefused(double decay) => Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage([], decay));
}
