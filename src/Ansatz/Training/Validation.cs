using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>A model's numbers on a whole data set: evaluation mode, a fixed stream, weighted by example, summed in double.</summary>
public static class Validation
{
    private const int BatchSize = 256;

    /// <param name="model">The model, not changed.</param>
    /// <param name="dataset">The examples, one or more.</param>
    /// <param name="rng">The stream; the same stream gives the same numbers.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    public static Metrics Of(ITrainable model, Dataset dataset, Rng rng, BufferPool? pool = null)
    {
        pool ??= new BufferPool();
        var mean = new MetricsMean();
        var index = 0;
        foreach (var batch in new Batches(dataset, BatchSize).Epoch(0))
        {
            using var scope = Tape.Scope(pool);
            var metrics = model.Evaluate(batch with { Values = scope.Enter(batch.Values) }, new Pass(scope, rng: rng.Fork(index++)));
            mean.Add(metrics, batch.Count);
        }
        return mean.Mean();
    }
}
