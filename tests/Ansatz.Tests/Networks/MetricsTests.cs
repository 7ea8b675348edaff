using Ansatz.Networks;

namespace Ansatz.Tests.Networks;

public sealed class MetricsTests
{
    private static Metrics Sum(double r, double kl, double beta) => Metrics.WeightedSum("total", ("r", r, 1), ("kl", kl, beta));

    [Fact]
    public void AWeightedSumIsItsPartsInOrder()
    {
        var metrics = Sum(0.1, 0.7, 1.1);
        Assert.Equal([("total", 0.1 + 1.1 * 0.7), ("r", 0.1), ("kl", 0.7)], metrics.Values);
        Assert.Equal(metrics["total"], metrics.Objective);
    }

    [Fact]
    public void AMeanWeighsByExamplesAndIsStillTheSumOfItsParts()
    {
        var mean = new MetricsMean();
        for (var i = 1; i < 30; i++) mean.Add(Sum(0.1 * i, 0.7 / i, 1.1), i);
        var found = mean.Mean();
        Assert.Equal(found["r"] + 1.1 * found["kl"], found["total"]);
        Assert.Equal(Enumerable.Range(1, 29).Sum(i => 0.1 * i * i) / Enumerable.Range(1, 29).Sum(), found["r"], 1e-14);
    }

    [Fact]
    public void WhereWeightsMoveTheMeanIsThatOfTheObjective()
    {
        var mean = new MetricsMean();
        mean.Add(Sum(1, 1, 4), 1);
        mean.Add(Sum(1, 3, 2), 1);
        Assert.Equal(6, mean.Mean()["total"]); // (5 + 7)/2, and not 1 + 4·2 or 1 + 2·2
    }

    [Fact]
    public void AfterClearingTheMeanStartsAnew()
    {
        var mean = new MetricsMean();
        mean.Add(Sum(1, 1, 4), 1);
        mean.Clear();
        Assert.True(mean.IsEmpty);
        Assert.Throws<InvalidOperationException>(mean.Mean);
        mean.Add(Sum(1, 3, 2), 1);
        Assert.Equal(7, mean.Mean().Objective);
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        Assert.Contains("no 'elbo'; there are total, r, kl", Assert.Throws<KeyNotFoundException>(() => Sum(1, 1, 1)["elbo"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Metrics());
    }
}
