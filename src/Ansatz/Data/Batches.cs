using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Cuts a data set into batches, each epoch in a new order that depends on the stream and the epoch alone; the last batch may be smaller. A batch that holds
/// the whole data set keeps its order and is loaded once. Each batch has memory of its own, so that an epoch may be kept as a list.
/// </summary>
/// <param name="dataset">The examples.</param>
/// <param name="size">Examples per batch, 1 or more.</param>
/// <param name="rng">The stream of the orders; null keeps the data set's own.</param>
public sealed class Batches(Dataset dataset, int size, Rng? rng = null)
{
    /// <summary>Examples per batch when a whole data set passes through a network once, as in evaluation. Larger batches cost memory and save no time.</summary>
    public const int EvaluationSize = 32;

    private readonly Dictionary<int, Tensor[]> buffers = [];
    private Batch? whole;

    public int Size { get; } = size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "Batches: expected 1 or more examples a batch.");

    public int CountPerEpoch => (dataset.Count + Size - 1) / Size;

    /// <summary>A whole data set once, in its own order, <see cref="EvaluationSize"/> examples at a time.</summary>
    public static IEnumerable<Batch> InOrder(Dataset dataset) => new Batches(dataset, EvaluationSize).Epoch(0);

    /// <summary>The batches of an epoch, from a given one on.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0) => Epoch(epoch, firstBatch, (count, _) => Make(count));

    /// <summary>The same for a loop that looks at one batch after the other: the memory of a batch is overwritten by the batch after next.</summary>
    internal IEnumerable<Batch> Recycled(int epoch, int firstBatch = 0) => Epoch(epoch, firstBatch, Buffer);

    /// <summary><see cref="InOrder"/>, recycled.</summary>
    internal static IEnumerable<Batch> RecycledInOrder(Dataset dataset) => new Batches(dataset, EvaluationSize).Recycled(0);

    private IEnumerable<Batch> Epoch(int epoch, int firstBatch, Func<int, int, Tensor> memory)
    {
        if (CountPerEpoch == 1)
        {
            whole ??= Load(Enumerable.Range(0, dataset.Count).ToArray(), Make(dataset.Count), 0);
            if (firstBatch == 0) yield return whole with { Epoch = epoch };
            yield break;
        }
        var order = rng is null ? [.. Enumerable.Range(0, dataset.Count)] : rng.Fork(epoch).Permutation(dataset.Count);
        for (var b = firstBatch; b < CountPerEpoch; b++)
        {
            var positions = order.AsMemory(b * Size, Math.Min(Size, order.Length - b * Size));
            yield return Load(positions, memory(positions.Length, b % 2), epoch + (double)b / CountPerEpoch);
        }
    }

    private Batch Load(ReadOnlyMemory<int> positions, Tensor values, double epoch)
    {
        var length = dataset.ExampleShape.Size;
        Pieces.For(positions.Length, length, new Examples(dataset, positions, values, length));
        int[]? labels = null;
        if (dataset.HasLabels)
        {
            labels = new int[positions.Length];
            for (var i = 0; i < labels.Length; i++) labels[i] = dataset.Label(positions.Span[i]);
        }
        return new Batch(values, labels, epoch);
    }

    private Tensor Buffer(int count, int which)
    {
        if (!buffers.TryGetValue(count, out var pair))
            buffers[count] = pair = [Make(count), Make(count)];
        return pair[which];
    }

    private Tensor Make(int count) => Tensor.Allocate(new Shape(count).Concat(dataset.ExampleShape));

    private readonly struct Examples(Dataset dataset, ReadOnlyMemory<int> positions, Tensor values, int length) : IParallelBody
    {
        public void Invoke(int index)
        {
            if (index + 1 < positions.Length) dataset.Ask(positions.Span[index + 1]);
            dataset.CopyTo(positions.Span[index], values.Span.Slice(index * length, length));
        }
    }
}
