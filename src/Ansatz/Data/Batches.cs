using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Cuts a data set into batches, each epoch in a new order that depends on the stream and the epoch alone; the last batch may be smaller. A batch that holds
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
    private Batch? whole;

    public int Size { get; } = size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), $"Batches: found {size} examples per batch; expected 1 or more.");

    public int CountPerEpoch => (examples.Count + Size - 1) / Size;

    /// <summary>A whole data set once, in its own order, <see cref="EvaluationSize"/> examples at a time.</summary>
    public static IEnumerable<Batch> InOrder(IExampleSource examples) => new Batches(examples, EvaluationSize).Epoch(0);

    /// <summary>The batches of an epoch, from a given batch on.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0) => Epoch(epoch, firstBatch, (count, _) => reader.Make(count));

    /// <summary>The same for a loop that looks at one batch after the other: the memory of a batch is overwritten by the batch after next.</summary>
    internal IEnumerable<Batch> Recycled(int epoch, int firstBatch = 0) => Epoch(epoch, firstBatch, reader.Buffer);

    private IEnumerable<Batch> Epoch(int epoch, int firstBatch, Func<int, int, Tensor> memory)
    {
        if (CountPerEpoch == 1)
        {
            whole ??= reader.Read(Enumerable.Range(0, examples.Count).ToArray(), reader.Make(examples.Count), 0);
            if (firstBatch == 0) yield return whole with { Epoch = epoch };
            yield break;
        }
        var order = rng is null ? [.. Enumerable.Range(0, examples.Count)] : rng.Fork(epoch).Permutation(examples.Count);
        for (var b = firstBatch; b < CountPerEpoch; b++)
        {
            var positions = order.AsMemory(b * Size, Math.Min(Size, order.Length - b * Size));
            yield return reader.Read(positions, memory(positions.Length, b % 2), epoch + (double)b / CountPerEpoch);
        }
    }
}
