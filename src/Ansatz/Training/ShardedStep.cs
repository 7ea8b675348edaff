using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>
/// Forms the gradients of a step from shards: each shard of the batch is a pass of its own, with the stream Fork(i) of the step's; its mean gradient, times its share of
/// the batch's examples, is added to the others in the order of <see cref="ShardTree{TSum}"/>. So are metrics and what moving statistics have seen.
/// </summary>
/// <remarks>Large layers' gradients, which are products xᵀ·u, are formed in row blocks and added to the sum at once.</remarks>
internal sealed class ShardedStep : IShards<StepSum>
{
    private readonly ITrainable model;
    private readonly int shardCount;
    private readonly CancellationToken cancellation;
    private readonly Parameter[] parameters;
    private readonly ShardTree<StepSum> tree;
    private readonly (int First, int End) own;
    private readonly BufferPool pool = new();
    private readonly Stack<StepSum> free = [];
    private StepSum? last; // the total of the step before, whose gradients have been applied

    // The step under way, and what its shards have in common.
    private BatchPlan plan = null!;
    private Batches batches = null!;
    private Rng stream = null!;
    private StatisticUpdate[] statistics = [];
    private Metrics metrics = null!;

    public ShardedStep(ITrainable model, int shardCount, ICommunicator? workers, CancellationToken cancellation)
    {
        (this.model, this.shardCount, this.cancellation) = (model, shardCount, cancellation);
        parameters = [.. model.Parameters().Where(p => p.IsTrainable)];
        tree = new ShardTree<StepSum>(shardCount, workers, this);
        own = Shard.Owned(shardCount, workers);
    }

    /// <summary>Whether some worker had been told to stop when it computed its part of the last step.</summary>
    public bool IsStopAgreed { get; private set; }

    /// <summary>The parts of a batch that this worker reads, in the order in which it reads them.</summary>
    /// <param name="batch">All examples of a step.</param>
    public IEnumerable<BatchPlan> Parts(BatchPlan batch)
    {
        var (firstShard, endShard) = IsSmall(batch) ? (0, shardCount) : own;
        for (var shard = firstShard; shard < endShard; shard++)
        {
            var (first, end) = new Shard(shard, shardCount).Of(batch.Count);
            if (first < end) yield return batch.Part(first, end);
        }
    }

    /// <summary>The gradients of a batch, valid until the next call. What moving statistics have seen is noted in the step's pass.</summary>
    /// <param name="batch">All examples of the step; each worker reads those of its own shards.</param>
    /// <param name="from">Reads them.</param>
    /// <param name="pass">The step's tape and stream.</param>
    public StepResult Run(BatchPlan batch, Batches from, Pass pass)
    {
        (plan, batches, stream) = (batch, from, pass.Rng!);
        if (last is not null) Return(last);
        var isSmall = IsSmall(plan);
        last = isSmall ? tree.TotalHere() : tree.Total();
        IsStopAgreed = !isSmall && last.StopCount > 0;
        last.CollectStatistics(pass, statistics);
        return new StepResult(last.Gradients(pass.Tape!, parameters), last.Metrics(metrics, plan.Count));
    }

    // If a batch has fewer examples than there are shards, some are empty. Every worker then computes all of this small batch, and nothing is sent.
    private bool IsSmall(BatchPlan batch) => batch.Count < shardCount;

    public StepSum? Sum(int shard, StepSum? left)
    {
        var (first, end) = new Shard(shard, shardCount).Of(plan.Count);
        if (first == end) return left;
        var batch = batches.Read(plan.Part(first, end));
        using var tape = new Tape(pool);
        var pass = new Pass(tape, isTraining: true, stream.Fork(shard), new Shard(shard, shardCount));
        (var gradients, metrics) = model.Step(batch, pass);
        statistics = pass.Statistics.ToArray();
        var sum = left ?? Take();
        sum.Take(gradients, parameters, statistics, metrics, batch.Count, plan.Count, isFirst: left is null);
        if (cancellation.IsCancellationRequested) sum.Stop();
        return sum;
    }

    public StepSum Take() => free.TryPop(out var sum) ? sum : new StepSum(parameters, statistics, metrics);

    public void Return(StepSum sum) => free.Push(sum);
}
