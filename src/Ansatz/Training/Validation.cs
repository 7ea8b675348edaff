using System.Runtime.InteropServices;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>A model's numbers on a whole data set: evaluation mode, a fixed stream, weighted by example, summed in double.</summary>
public static class Validation
{
    // It decides every result, because each batch has a stream of its own. It also decides the peak of memory, because all activations of a batch live at the same time.
    private const int BatchSize = 32;

    /// <param name="model">The model, not changed.</param>
    /// <param name="examples">The examples, one or more.</param>
    /// <param name="rng">The stream; the same stream gives the same numbers.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="ArgumentException">There is no example, or one holds values that the model does not take.</exception>
    public static Metrics Of(ITrainable model, IExampleSource examples, Rng rng, BufferPool? pool = null, CancellationToken cancellation = default) =>
        OfWorkers(model, examples, rng, pool, null, cancellation);

    /// <summary>The same by several workers, each of which measures some of the batches. Every worker gets the same bits as one alone.</summary>
    internal static Metrics OfWorkers(ITrainable model, IExampleSource examples, Rng rng, BufferPool? pool, ICommunicator? workers, CancellationToken cancellation)
    {
        examples.RequireExamples("Validation");
        examples.RequireValuesIn(model.ValueSupport, "Validation");
        pool ??= new BufferPool();
        var batchCount = (examples.Count + BatchSize - 1) / BatchSize;
        // With fewer batches than workers, each measures all.
        var own = workers is null || workers.Count > batchCount ? new Shard(0, 1) : new Shard(workers.Rank, workers.Count);
        var (first, end) = own.Of(batchCount);
        var found = new Metrics[batchCount];
        var index = first;
        foreach (var batch in ExampleReader.InOrder(examples, pool, BatchSize, first, end))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            found[index] = model.Evaluate(batch with { Values = scope.Enter(batch.Values) }, new Pass(scope, rng: rng.Fork(index)));
            index++;
        }
        if (own.Count > 1) Share(found, found[first], workers!);
        var mean = new MetricsMean();
        for (var i = 0; i < batchCount; i++) mean.Add(found[i], Math.Min(BatchSize, examples.Count - i * BatchSize));
        return mean.Mean();
    }

    // The metrics of each worker's batches go to all, and are added by all in the order of the batches.
    private static void Share(Metrics[] found, Metrics known, ICommunicator workers)
    {
        var names = known.Values.Select(v => v.Name).ToArray();
        for (var worker = 0; worker < workers.Count; worker++)
        {
            var (first, end) = new Shard(worker, workers.Count).Of(found.Length);
            var values = new double[(end - first) * names.Length];
            if (worker == workers.Rank) values = [.. found[first..end].SelectMany(m => m.Values.Select(v => v.Value))];
            workers.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), worker);
            if (worker == workers.Rank) continue;
            for (var i = first; i < end; i++)
            {
                var named = names.Select((name, j) => (name, values[(i - first) * names.Length + j])).ToArray();
                found[i] = known.Weights is { } weights ? Metrics.OfTerms(names[0], named, weights) : new Metrics(named);
            }
        }
    }
}
