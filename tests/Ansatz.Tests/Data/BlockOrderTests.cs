using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Data;

public sealed class BlockOrderTests
{
    private static readonly int[] starts = [0, 3, 4, 4, 11, 20, 26, 30, 41, 47, 58]; // one block is empty
    private const int Count = 63;

    [Fact]
    public void EveryEpochHasEveryExampleOnceInANewOrder()
    {
        foreach (var size in (int[])[1, 7, 16])
        {
            int[] first = Order(size, 0), second = Order(size, 1);
            Assert.Equal(Enumerable.Range(0, Count), first.Order());
            Assert.Equal(Enumerable.Range(0, Count), second.Order());
            Assert.NotEqual(first, second);
            Assert.Equal(first, Order(size, 0));
        }
        Assert.Equal(Order(7, 0), Order(16, 0)); // the size of batches does not change the order
        Assert.NotEqual(Order(7, 0), Order(7, 0, seed: 2));
    }

    [Fact]
    public void ExamplesAreMixedAmongFourBlocksOnly()
    {
        var order = Order(7, 0);
        var at = 0;
        for (var window = 0; at < Count; window++)
        {
            // The first four blocks of the order are all read before the fifth begins.
            var blocks = new List<int>();
            while (at < Count && (blocks.Contains(BlockOf(order[at])) || blocks.Count < 4)) Add(BlockOf(order[at++]));
            if (at < Count) Assert.DoesNotContain(BlockOf(order[at]), order[..at].Select(BlockOf));

            void Add(int block)
            {
                if (!blocks.Contains(block)) blocks.Add(block);
            }
        }
        Assert.NotEqual(order.Order(), order);
    }

    [Fact]
    public void AnEpochMayBeginAtAnyBatch()
    {
        var batches = new Batches(new Blocks(), 7, new Rng(1));
        for (var first = 0; first <= batches.CountPerEpoch; first++)
            Assert.Equal(batches.Epoch(2).Skip(first).SelectMany(Positions), batches.Epoch(2, first).SelectMany(Positions));
        Assert.Equal(Enumerable.Range(0, Count), new Batches(new Blocks(), 7).Epoch(0).SelectMany(Positions));
        Assert.Equal(2 + 1.0 / batches.CountPerEpoch, batches.Epoch(2).ElementAt(1).Epoch);
    }

    private static int BlockOf(int position) => Array.FindLastIndex(starts, s => s <= position);

    private static int[] Order(int size, int epoch, ulong seed = 1) => [.. new Batches(new Blocks(), size, new Rng(seed)).Epoch(epoch).SelectMany(Positions)];

    private static IEnumerable<int> Positions(Batch batch) => batch.Values.ToArray().Select(v => (int)v);

    private sealed class Blocks : IExampleSource
    {
        public int Count => BlockOrderTests.Count;

        public Shape ExampleShape => [1];

        public IReadOnlyList<int> BlockStarts => starts;

        public void CopyTo(int position, Span<float> destination) => destination[0] = position;
    }
}
