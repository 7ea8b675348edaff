using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Cuts a data set into batches, each epoch in a new order. The order depends on the stream and the epoch alone, and on the blocks of a source that has some. The last batch may be smaller. A batch that holds
/// the whole data set keeps its order and is loaded once. Each batch has memory of its own, so that an epoch may be kept as a list.
/// </summary>
/// <param name="examples">A data set, or another source of examples.</param>
/// <param name="size">Examples per batch, 1 or more.</param>
/// <param name="rng">The stream of the orders; null keeps the data set's own.</param>
public sealed class Batches(IExampleSource examples, int size, Rng? rng = null)
{
    /// <summary>Examples per batch when a whole data set passes through a network once, as in evaluation. Larger batches cost memory and save no time.</summary>
    public const int EvaluationSize = ExampleReader.EvaluationSize;

    private readonly ExampleReader reader = new(examples);
    private Func<(Tensor Values, int[]? Labels)>? next; // where batches are read ahead
    private Batch? whole;
    private int readCount;

    public int Size { get; } = size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), $"Batches: found {size} examples per batch; expected 1 or more.");

    public int CountPerEpoch => (examples.Count + Size - 1) / Size;

    /// <summary>A whole data set once, in its own order, <see cref="EvaluationSize"/> examples at a time.</summary>
    public static IEnumerable<Batch> InOrder(IExampleSource examples) => new Batches(examples, EvaluationSize).Epoch(0);

    /// <summary>The batches of an epoch, from a given batch on.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0) => Plans(epoch, firstBatch).Select(plan => CountPerEpoch == 1 ? Whole(plan) : reader.Read(plan.Positions, reader.Make(plan.Count), plan.Epoch));

    /// <summary>The same for a loop that looks at one batch after the other: the memory of a batch is overwritten by the batch after next.</summary>
    internal IEnumerable<Batch> Recycled(int epoch, int firstBatch = 0) => Plans(epoch, firstBatch).Select(ReadNow);

    /// <summary>Which examples the batches of an epoch have, before they are read.</summary>
    internal IEnumerable<BatchPlan> Plans(int epoch, int firstBatch = 0)
    {
        if (rng is not null && CountPerEpoch > 1 && examples.BlockStarts is { Count: > 0 } blocks)
        {
            foreach (var plan in BlockPlans(new BlockOrder(blocks, examples.Count, rng.Fork(epoch)), epoch, firstBatch)) yield return plan;
            yield break;
        }
        var order = rng is null || CountPerEpoch == 1 ? [.. Enumerable.Range(0, examples.Count)] : rng.Fork(epoch).Permutation(examples.Count);
        for (var b = firstBatch; b < CountPerEpoch; b++)
            yield return new BatchPlan(order.AsMemory(b * Size, Math.Min(Size, order.Length - b * Size)), epoch + (double)b / CountPerEpoch);
    }

    private IEnumerable<BatchPlan> BlockPlans(BlockOrder order, int epoch, int firstBatch)
    {
        var b = firstBatch;
        foreach (var positions in order.Positions((long)firstBatch * Size).Chunk(Size)) yield return new BatchPlan(positions, epoch + (double)b++ / CountPerEpoch);
    }

    /// <summary>From now on, until the result is disposed, reads batches ahead if the source is slow.</summary>
    /// <param name="plans">What will be read, in this order: batches, or parts of them.</param>
    internal IDisposable? ReadingAhead(IEnumerable<BatchPlan> plans) => examples.IsSlow && CountPerEpoch > 1 ? new Reading(this, new ReadAhead(examples, plans.Select(p => p.Positions), Size)) : null;

    /// <summary>Reads a batch, into memory that is overwritten by the reading after next.</summary>
    internal Batch Read(BatchPlan plan)
    {
        if (next is null) return ReadNow(plan);
        var (values, labels) = next();
        return new Batch(values, labels, plan.Epoch);
    }

    private Batch ReadNow(BatchPlan plan) => CountPerEpoch == 1 && plan.Count == examples.Count ? Whole(plan) : reader.Read(plan.Positions, reader.Buffer(plan.Count, readCount++ % 2), plan.Epoch);

    private sealed class Reading : IDisposable
    {
        private readonly Batches batches;
        private readonly ReadAhead reader;

        public Reading(Batches batches, ReadAhead reader)
        {
            (this.batches, this.reader) = (batches, reader);
            batches.next = reader.Next;
        }

        public void Dispose()
        {
            batches.next = null;
            reader.Dispose();
        }
    }

    private Batch Whole(BatchPlan plan) => (whole ??= reader.Read(plan.Positions, reader.Make(plan.Count), 0)) with { Epoch = plan.Epoch };
}

/// <summary>The examples of a batch, or of a part of it, before they are read.</summary>
/// <param name="Positions">Their places in the source.</param>
/// <param name="Epoch">As in <see cref="Batch"/>.</param>
internal sealed record BatchPlan(ReadOnlyMemory<int> Positions, double Epoch)
{
    public int Count => Positions.Length;

    /// <summary>The examples from one place to another.</summary>
    public BatchPlan Part(int first, int end) => this with { Positions = Positions[first..end] };
}
