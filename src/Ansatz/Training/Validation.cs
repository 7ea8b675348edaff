using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

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
    public static Metrics Of(ITrainable model, IExampleSource examples, Rng rng, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        examples.RequireExamples("Validation");
        examples.RequireValuesIn(model.ValueSupport, "Validation");
        pool ??= new BufferPool();
        var mean = new MetricsMean();
        var index = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool, BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            mean.Add(model.Evaluate(batch with { Values = scope.Enter(batch.Values) }, new Pass(scope, rng: rng.Fork(index++))), batch.Count);
        }
        return mean.Mean();
    }
}
