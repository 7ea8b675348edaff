using System.Text;
using Ansatz.Workers;

namespace Ansatz.Tests.Workers;

public sealed class ShardTreeTests
{
    [Theory]
    [InlineData(1, "0")]
    [InlineData(2, "(0+1)")]
    [InlineData(3, "((0+1)+2)")]
    [InlineData(5, "(((0+1)+(2+3))+4)")]
    [InlineData(6, "(((0+1)+(2+3))+(4+5))")]
    [InlineData(8, "(((0+1)+(2+3))+((4+5)+(6+7)))")]
    public void TheTreeIsTheOneThatIsPromised(int shardCount, string expected) => Assert.Equal(expected, Assert.Single(Totals(shardCount, 1)));

    [Fact]
    public void TheNumberOfWorkersChangesNoSum()
    {
        for (var shardCount = 2; shardCount <= 17; shardCount++)
        {
            var alone = Totals(shardCount, 1)[0];
            for (var workers = 2; workers <= shardCount; workers++) Assert.All(Totals(shardCount, workers), total => Assert.Equal(alone, total));
        }
    }

    [Fact]
    public void EveryShardIsComputedOnceByItsOwner()
    {
        var computed = InProcessCommunicator.Run(3, workers =>
        {
            var shards = new Written();
            new ShardTree<Text>(8, workers, shards).Total();
            return shards.Computed;
        });
        Assert.Equal([[0, 1], [2, 3, 4], [5, 6, 7]], computed);
    }

    [Fact]
    public void EmptyShardsAreLeftOut() =>
        Assert.Equal("((1+2)+(5+7))", new ShardTree<Text>(8, null, new Written { Empty = [0, 3, 4, 6] }).TotalHere().ToString());

    [Fact]
    public void MoreWorkersThanShardsAreRefused()
    {
        var e = Assert.Throws<AggregateException>(() => Totals(2, 3));
        Assert.Contains("3 workers and 2 shards", e.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailureEndsTheOtherWorkers()
    {
        var e = Assert.Throws<AggregateException>(() => InProcessCommunicator.Run(4, workers =>
        {
            if (workers.Rank == 2) throw new InvalidDataException("one line");
            workers.Barrier();
            return 0;
        }));
        Assert.Equal("one line", Assert.IsType<InvalidDataException>(e.InnerException).Message);
    }

    [Fact]
    public void AnAbortReachesAWorkerThatWaits()
    {
        var e = Assert.Throws<AggregateException>(() => InProcessCommunicator.Run(2, workers =>
        {
            if (workers.Rank == 1) workers.Abort("the reason");
            else workers.Receive(new byte[1], 1);
            return 0;
        }));
        Assert.Contains("the reason", Assert.IsType<WorkerException>(e.InnerException).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Totals(int shardCount, int workerCount) =>
        InProcessCommunicator.Run(workerCount, workers => new ShardTree<Text>(shardCount, workers, new Written()).Total().ToString());

    /// <summary>A sum that is written down.</summary>
    private sealed class Text : IShardSum<Text>
    {
        private readonly byte[] bytes = new byte[256];

        public void Set(string text)
        {
            Array.Clear(bytes);
            Encoding.ASCII.GetBytes(text).CopyTo(bytes, 0);
        }

        public void Add(Text other) => Set($"({this}+{other})");

        public void Visit(PartAction action) => action(bytes);

        public override string ToString() => Encoding.ASCII.GetString(bytes).TrimEnd('\0');
    }

    private sealed class Written : IShards<Text>
    {
        public int[] Empty { get; init; } = [];

        public List<int> Computed { get; } = [];

        public Text? Sum(int shard, Text? left)
        {
            if (Empty.Contains(shard)) return left;
            Computed.Add(shard);
            var own = new Text();
            own.Set($"{shard}");
            if (left is null) return own;
            left.Add(own);
            return left;
        }

        public Text Take() => new();

        public void Return(Text sum) => sum.Set("returned");
    }
}
