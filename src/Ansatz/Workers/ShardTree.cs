using System.Numerics;

namespace Ansatz.Workers;

/// <summary>
/// Adds the sums of S shards in one fixed order, whatever the number of workers: the binary tree over the shards' indices whose left subtrees are complete. The shards
/// [first, end) are those of [first, first + 2ᵏ) plus those of [first + 2ᵏ, end), with 2ᵏ the largest power of two below end − first.
/// </summary>
/// <remarks>
/// Each worker owns contiguous shards. It adds its own complete subtrees first. A sum of two workers' subtrees is made by the owner of the subtree's first shard,
/// so the total is made by worker 0, which sends it to all. For W workers, a worker sends at most one sum per level, and log₂ W levels are crossed.
/// </remarks>
/// <typeparam name="TSum">What is added.</typeparam>
internal sealed class ShardTree<TSum> where TSum : class, IShardSum<TSum>
{
    private readonly int shardCount, rank, workerCount, ownFirst, ownEnd;
    private readonly ICommunicator? workers;
    private readonly IShards<TSum> shards;

    /// <param name="shardCount">S, 1 or more.</param>
    /// <param name="workers">Who owns the shards; null is this process alone.</param>
    /// <param name="shards">Gives the sum of one shard.</param>
    /// <exception cref="ArgumentException">There are more workers than shards.</exception>
    public ShardTree(int shardCount, ICommunicator? workers, IShards<TSum> shards)
    {
        (this.shardCount, this.workers, this.shards, rank, workerCount) = (shardCount, workers, shards, workers?.Rank ?? 0, workers?.Count ?? 1);
        (ownFirst, ownEnd) = Shard.Owned(shardCount, workers);
    }

    /// <summary>Adds all shards; every worker gets the total. The caller gives it back to <see cref="IShards{TSum}.Return"/>.</summary>
    public TSum Total()
    {
        var own = new Queue<TSum>();
        AddOwn(0, shardCount, own);
        var total = Join(0, shardCount, own);
        if (workers is null || workerCount == 1) return total!;
        total ??= shards.Take();
        total.Visit(part => workers.Broadcast(part, 0));
        return total;
    }

    /// <summary>Adds all shards in this process, without a message.</summary>
    public TSum TotalHere() => Node(0, shardCount)!;

    private static int SplitPoint(int first, int end) => first + (int)BitOperations.RoundUpToPowerOf2((uint)(end - first)) / 2;

    // ⌊w·S/W⌋ ≤ shard < ⌊(w + 1)·S/W⌋ holds for w = ⌈(shard + 1)·W/S⌉ − 1.
    private int Owner(int shard) => (int)((((long)shard + 1) * workerCount + shardCount - 1) / shardCount) - 1;

    private bool IsOwn(int first, int end) => ownFirst <= first && end <= ownEnd;

    // The largest subtrees of which this worker owns every shard, from left to right.
    private void AddOwn(int first, int end, Queue<TSum> own)
    {
        if (end <= ownFirst || first >= ownEnd) return;
        if (IsOwn(first, end))
        {
            own.Enqueue(Node(first, end)!);
            return;
        }
        AddOwn(first, SplitPoint(first, end), own);
        AddOwn(SplitPoint(first, end), end, own);
    }

    // Null where all shards are empty.
    private TSum? Node(int first, int end)
    {
        if (end - first == 1) return shards.Sum(first, null);
        var split = SplitPoint(first, end);
        var left = Node(first, split);
        if (end - split == 1) return shards.Sum(split, left);
        var right = Node(split, end);
        if (left is null || right is null) return left ?? right;
        left.Add(right);
        shards.Return(right);
        return left;
    }

    // The sum of a subtree at the worker that owns its first shard; null at the others.
    private TSum? Join(int first, int end, Queue<TSum> own)
    {
        if (end <= ownFirst || first >= ownEnd) return null;
        if (IsOwn(first, end)) return own.Dequeue();
        var split = SplitPoint(first, end);
        TSum? left = Join(first, split, own), right = Join(split, end, own);
        int to = Owner(first), from = Owner(split);
        if (rank == from && to != from)
        {
            right!.Visit(part => workers!.Send(part, to));
            shards.Return(right);
        }
        if (rank != to) return null;
        if (from != to)
        {
            right = shards.Take();
            right.Visit(part => workers!.Receive(part, from));
        }
        left!.Add(right!);
        shards.Return(right!);
        return left;
    }
}

/// <summary>What is added over shards.</summary>
internal interface IShardSum<in TSum>
{
    /// <summary>Adds another sum, number by number.</summary>
    void Add(TSum other);

    /// <summary>Shows the memory of all its numbers, in a fixed order, to be sent or filled.</summary>
    void Visit(PartAction action);
}

/// <summary>Does something with a part of a sum's memory.</summary>
internal delegate void PartAction(Span<byte> part);

/// <summary>Computes the sums of single shards, and keeps memory for sums.</summary>
internal interface IShards<TSum>
{
    /// <summary>
    /// The sum of one shard, or <paramref name="left"/> with that sum added, in the bits of an addition afterwards. An empty shard gives <paramref name="left"/>. If there are several
    /// workers, no shard is empty.
    /// </summary>
    TSum? Sum(int shard, TSum? left);

    /// <summary>Memory for a sum, with arbitrary contents.</summary>
    TSum Take();

    /// <summary>Gives memory back.</summary>
    void Return(TSum sum);
}
