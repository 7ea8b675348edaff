using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Reads examples of a source into batches, in parallel where they are large.</summary>
/// <param name="source">The examples.</param>
internal sealed class ExampleReader(IExampleSource source)
{
    /// <summary>Examples per batch when a whole source passes through a network once, as in evaluation. Larger batches cost memory and save no time.</summary>
    public const int EvaluationSize = 32;

    /// <summary>Two buffers for each size of batch: a prefetched batch never overwrites the one in use.</summary>
    private readonly Dictionary<int, Tensor[]> buffers = [];

    /// <summary>All examples once, in their own order; the memory of a batch is overwritten by the batch after next.</summary>
    /// <param name="source">The examples.</param>
    /// <param name="pool">Where the memory of the batches comes from; it goes back there when the enumeration ends.</param>
    /// <param name="size">Examples per batch.</param>
    /// <param name="firstBatch">The batch to begin with.</param>
    /// <param name="endBatch">The batch to end before; by default after the last one.</param>
    public static IEnumerable<Batch> InOrder(IExampleSource source, BufferPool? pool = null, int size = EvaluationSize, int firstBatch = 0, int endBatch = int.MaxValue)
    {
        var last = (int)Math.Min(endBatch, (source.Count + (long)size - 1) / size);
        if (firstBatch >= last) yield break;
        if (source.IsSlow)
        {
            using var ahead = new ReadAhead(source, Plans(), Math.Min(size, source.Count));
            for (var b = firstBatch; b < last; b++)
            {
                var (values, labels) = ahead.Next();
                yield return new Batch(values, labels, 0);
            }
            yield break;
        }
        pool ??= new BufferPool();
        var reader = new ExampleReader(source);
        var rented = new TensorBuffer?[2];
        int[] positions = [.. Enumerable.Range(0, Math.Min(size, source.Count))];
        try
        {
            for (var b = firstBatch; b < last; b++)
            {
                int start = b * size, count = Math.Min(size, source.Count - start);
                for (var i = 0; i < count; i++) positions[i] = start + i;
                var buffer = rented[b % 2] ??= pool.Rent(new Shape(positions.Length).Concat(source.ExampleShape).Size);
                yield return reader.Read(positions.AsMemory(0, count), new Tensor(new Shape(count).Concat(source.ExampleShape), buffer, null), 0);
            }
        }
        finally
        {
            foreach (var buffer in rented)
                if (buffer is not null) pool.Return(buffer);
        }

        IEnumerable<ReadOnlyMemory<int>> Plans()
        {
            for (var b = firstBatch; b < last; b++) yield return Enumerable.Range(b * size, Math.Min(size, source.Count - b * size)).ToArray();
        }
    }

    /// <summary>Fills the tensor with the examples at these positions.</summary>
    public Batch Read(ReadOnlyMemory<int> positions, Tensor values, double epoch)
    {
        var length = source.ExampleShape.Size;
        Pieces.For(positions.Length, length, new Examples(source, positions, values, length));
        int[]? labels = null;
        if (source.HasLabels)
        {
            labels = new int[positions.Length];
            for (var i = 0; i < labels.Length; i++) labels[i] = source.Label(positions.Span[i]);
        }
        return new Batch(values, labels, epoch);
    }

    /// <summary>The first or the second of two tensors for batches of this size.</summary>
    public Tensor Buffer(int count, int which)
    {
        if (!buffers.TryGetValue(count, out var pair))
            buffers[count] = pair = [Make(count), Make(count)];
        return pair[which];
    }

    public Tensor Make(int count) => Tensor.Allocate(new Shape(count).Concat(source.ExampleShape));

    private readonly struct Examples(IExampleSource source, ReadOnlyMemory<int> positions, Tensor values, int length) : IParallelBody
    {
        public void Invoke(int index)
        {
            if (index + 1 < positions.Length) source.Prefetch(positions.Span[index + 1]);
            source.CopyTo(positions.Span[index], values.Span.Slice(index * length, length));
        }
    }
}

/// <summary>The checks of those who read examples.</summary>
internal static class ExampleChecks
{
    extension(IExampleSource source)
    {
        /// <summary>Refuses an empty source.</summary>
        /// <param name="reader">Who reads the examples, for the message.</param>
        /// <exception cref="ArgumentException">There is no example.</exception>
        public void RequireExamples(string reader)
        {
            if (source.Count == 0) throw new ArgumentException($"{reader}: the data set is empty; give one example or more.", nameof(source));
        }

        /// <summary>Refuses examples with values outside a set.</summary>
        /// <param name="support">What one example may hold, number by number.</param>
        /// <param name="reader">Who reads the examples, for the message.</param>
        /// <param name="pool">Memory to work in, or null.</param>
        /// <exception cref="ArgumentException">An example holds another value; the message gives its index.</exception>
        public void RequireValuesIn(Support support, string reader, BufferPool? pool = null)
        {
            if (support == Support.Reals || source.ValueSupport == support) return;
            var start = 0;
            foreach (var batch in ExampleReader.InOrder(source, pool))
            {
                if (!support.ContainsAll(batch.Values))
                {
                    var wrong = support.Contains(batch.Values).Span.IndexOf(0f);
                    var length = source.ExampleShape.Size;
                    throw new ArgumentException(FormattableString.Invariant(
                        $"{reader}: found {batch.Values.Span[wrong]} in example {start + wrong / length}, element {wrong % length}; the model expects values in {support}; give pixels as bytes (Dataset.FromBytes), or divide values from 0 to 255 by 255."), nameof(source));
                }
                start += batch.Count;
            }
        }
    }
}
