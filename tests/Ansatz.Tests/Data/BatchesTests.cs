using Ansatz.Data;
using Ansatz.Random;

namespace Ansatz.Tests.Data;

public sealed class BatchesTests
{
    /// <summary>Ten examples whose value and label are their number.</summary>
    private static Dataset Numbers { get; } = Dataset.FromFloats([.. Enumerable.Range(0, 10).Select(i => (float)i)], [1], [.. Enumerable.Range(0, 10)]);

    [Fact]
    public void AnEpochMayBeKeptAsAList()
    {
        foreach (var size in (int[])[1, 2, 3, 4, 10])
        {
            var kept = new Batches(Numbers, size, new Rng(1)).Epoch(2).ToList();
            Assert.Equal(kept.SelectMany(b => b.Labels!).Select(l => (float)l), kept.SelectMany(b => b.Values.ToArray()));
        }
        Assert.All(Batches.InOrder(Numbers).Concat(Batches.InOrder(Numbers)).ToList(), b => Assert.Equal(10, b.Count));
    }

    private static List<float[]> Values(Batches batches, int epoch, int first = 0) => [.. batches.Epoch(epoch, first).Select(b => b.Values.ToArray())];

    [Fact]
    public void WithoutAStreamTheOrderIsTheDataSets() => Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], Values(new Batches(Numbers, 4), 0));

    [Fact]
    public void EveryEpochHasEveryExampleOnceInANewOrder()
    {
        var batches = new Batches(Numbers, 4, new Rng(1));
        var orders = Enumerable.Range(0, 5).Select(epoch => Values(batches, epoch).SelectMany(b => b).ToArray()).ToArray();
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), order.Order()));
        Assert.Equal(5, orders.Select(o => string.Join(' ', o)).Distinct().Count());
    }

    [Fact]
    public void TheLastBatchMayBeSmaller()
    {
        var batches = new Batches(Numbers, 4, new Rng(1));
        Assert.Equal(3, batches.CountPerEpoch);
        Assert.Equal([4, 4, 2], batches.Epoch(0).Select(b => b.Count));
        Assert.Equal([0, 1 / 3.0, 2 / 3.0], batches.Epoch(0).Select(b => b.Epoch));
        Assert.Equal(2, new Batches(Numbers, 5).CountPerEpoch);
    }

    [Fact]
    public void AnEpochContinuesWhereItWasLeft()
    {
        var whole = Values(new Batches(Numbers, 4, new Rng(1)), 3);
        Assert.Equal(whole[1..], Values(new Batches(Numbers, 4, new Rng(1)), 3, first: 1));
        Assert.Empty(Values(new Batches(Numbers, 4, new Rng(1)), 3, first: 3));
    }

    [Fact]
    public void OrdersDependOnTheStreamAlone()
    {
        Assert.Equal(Values(new Batches(Numbers, 4, new Rng(1)), 0), Values(new Batches(Numbers, 4, new Rng(1)), 0));
        Assert.NotEqual(Values(new Batches(Numbers, 4, new Rng(1)), 0), Values(new Batches(Numbers, 4, new Rng(2)), 0));
    }

    [Fact]
    public void LabelsStayWithTheirExamples()
    {
        foreach (var batch in new Batches(Numbers, 4, new Rng(1)).Epoch(0))
            Assert.Equal(batch.Values.ToArray().Select(v => (int)v), batch.Labels!);
    }

    [Fact]
    public void ARecycledBatchLivesUntilTheOneAfterNext()
    {
        using var epoch = new Batches(Numbers, 2).Recycled(0).GetEnumerator();
        epoch.MoveNext();
        var first = epoch.Current;
        epoch.MoveNext();
        Assert.Equal([0, 1], first.Values.ToArray());
    }

    [Fact]
    public void ABatchOfEverythingKeepsTheOrder()
    {
        var batches = new Batches(Numbers, 10, new Rng(1));
        Assert.All([0, 1, 2], epoch => Assert.Equal(Numbers.Labels()!, Assert.Single(batches.Epoch(epoch)).Labels!));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Assert.Single(batches.Epoch(3)).Values.ToArray());
        Assert.Equal([0, 1], batches.Epoch(0).Concat(batches.Epoch(1)).Select(b => b.Epoch));
        Assert.Empty(batches.Epoch(2, firstBatch: 1));
    }

    [Fact]
    public void ABatchOfNothingIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(Numbers, 0));
}
