using System.Runtime.ExceptionServices;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Reads batches ahead of the one that computes, for a source whose examples wait for a disk or a decoder. Threads read whole batches into a ring of buffers; the batches
/// come out in their order. What a batch holds is a function of its positions, so no result depends on the threads.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private const int FewestThreads = 4, MostThreads = 16;
    private const long MostBytes = 64L << 20;

    private readonly IExampleSource source;
    private readonly IEnumerator<ReadOnlyMemory<int>> plans;
    private readonly Thread[] threads;
    private readonly Slot[] slots;
    private readonly int depth; // batches that are read or wait to be taken
    private readonly object gate = new(); // around the enumerator and all that follows
    private long issued, taken;
    private bool isAtEnd, isStopped;

    /// <param name="source">The examples.</param>
    /// <param name="plans">The positions of each batch, in the order in which the batches are taken.</param>
    /// <param name="longest">The most examples of a batch.</param>
    public ReadAhead(IExampleSource source, IEnumerable<ReadOnlyMemory<int>> plans, int longest)
    {
        (this.source, this.plans) = (source, plans.GetEnumerator());
        var length = new Shape(longest).Concat(source.ExampleShape).Size;
        var count = Math.Clamp(Environment.ProcessorCount, FewestThreads, MostThreads);
        depth = (int)Math.Clamp(MostBytes / (sizeof(float) * (long)length), 2, 2 * count);
        // The batch in use, and the one before it, are not overwritten.
        slots = [.. Enumerable.Range(0, depth + 2).Select(_ => new Slot(TensorBuffer.AllocatePinned(length)))];
        threads = [.. Enumerable.Range(0, Math.Min(count, depth)).Select(i => new Thread(Work) { IsBackground = true, Name = $"read ahead {i}" })];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>The next batch. Its memory is overwritten after two more have been taken.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public (Tensor Values, int[]? Labels) Next()
    {
        Slot slot;
        lock (gate)
        {
            slot = slots[taken % slots.Length];
            while (slot.Number != taken)
            {
                if (isAtEnd && taken >= issued) throw new InvalidOperationException("ReadAhead: there is no further batch.");
                Monitor.Wait(gate);
            }
            taken++;
            Monitor.PulseAll(gate);
        }
        slot.Failure?.Throw();
        return (slot.Values, slot.Labels);
    }

    public void Dispose()
    {
        lock (gate)
        {
            isStopped = true;
            Monitor.PulseAll(gate);
        }
        foreach (var thread in threads) thread.Join();
        plans.Dispose();
    }

    private void Work()
    {
        while (Take(out var slot, out var number, out var positions))
        {
            try
            {
                slot.Fill(source, positions);
            }
            catch (Exception e)
            {
                slot.Failure = ExceptionDispatchInfo.Capture(e);
            }
            lock (gate)
            {
                slot.Number = number;
                Monitor.PulseAll(gate);
            }
        }
    }

    // The next batch to read, when a buffer is free.
    private bool Take(out Slot slot, out long number, out ReadOnlyMemory<int> positions)
    {
        lock (gate)
        {
            while (!isStopped && !isAtEnd && issued >= taken + depth) Monitor.Wait(gate);
            (slot, number, positions) = (slots[issued % slots.Length], issued, default);
            if (isStopped || isAtEnd) return false;
            if (!plans.MoveNext())
            {
                isAtEnd = true;
                Monitor.PulseAll(gate);
                return false;
            }
            positions = plans.Current;
            issued++;
            return true;
        }
    }

    /// <summary>A buffer, and the batch that lies in it.</summary>
    private sealed class Slot(TensorBuffer buffer)
    {
        /// <summary>The number of the batch that has been read; −1 before the first.</summary>
        public long Number { get; set; } = -1;

        public Tensor Values { get; private set; } = null!;

        public int[]? Labels { get; private set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public void Fill(IExampleSource source, ReadOnlyMemory<int> positions)
        {
            var length = source.ExampleShape.Size;
            Failure = null;
            Values = new Tensor(new Shape(positions.Length).Concat(source.ExampleShape), buffer, null);
            Labels = source.HasLabels ? new int[positions.Length] : null;
            for (var i = 0; i < positions.Length; i++)
            {
                source.CopyTo(positions.Span[i], Values.Span.Slice(i * length, length));
                if (Labels is not null) Labels[i] = source.Label(positions.Span[i]);
            }
        }
    }
}
