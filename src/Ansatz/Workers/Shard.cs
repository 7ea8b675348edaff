namespace Ansatz.Workers;

/// <summary>One part of several into which the examples of a step are divided, in their order: shard i of S has the examples ⌊i·n/S⌋ to ⌊(i + 1)·n/S⌋ − 1 of n.</summary>
/// <param name="Index">i, from 0.</param>
/// <param name="Count">S; 0 or 1 is all of them.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>Where this shard begins and ends among n things.</summary>
    public (int First, int End) Of(int n) => Count <= 1 ? (0, n) : (Bound(Index, n), Bound(Index + 1, n));

    /// <summary>The shards of one worker: worker w of W has the shards ⌊w·S/W⌋ to ⌊(w + 1)·S/W⌋ − 1.</summary>
    /// <param name="shardCount">S.</param>
    /// <param name="workers">Null is one worker.</param>
    /// <exception cref="ArgumentException">There are more workers than shards.</exception>
    public static (int First, int End) Owned(int shardCount, ICommunicator? workers) =>
        workers is null ? (0, shardCount)
        : workers.Count <= shardCount ? new Shard(workers.Rank, workers.Count).Of(shardCount)
        : throw new ArgumentException($"found {workers.Count} workers and {(shardCount == 1 ? "1 shard" : $"{shardCount} shards")}; expected a shard or more for each worker, so give --shards {workers.Count} or more, and the same number in every run whose bits are to be compared", nameof(shardCount));

    private int Bound(int index, int n) => (int)((long)index * n / Count);
}
