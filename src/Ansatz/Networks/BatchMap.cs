using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>All examples of a source through a network, in evaluation mode, batch by batch.</summary>
internal static class BatchMap
{
    /// <summary>What the map gives for each example, [n, …], outside any tape.</summary>
    /// <param name="reader">Who reads the examples, for messages.</param>
    /// <param name="examples">One or more.</param>
    /// <param name="map">From a batch of n examples on the pass's tape to [n, …].</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public static Tensor Run(string reader, IExampleSource examples, Func<Batch, Pass, Tensor> map, BufferPool? pool, CancellationToken cancellation)
    {
        examples.RequireExamples(reader);
        pool ??= new BufferPool();
        Tensor? all = null;
        var done = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var some = map(batch with { Values = scope.Enter(batch.Values) }, new Pass(scope));
            all ??= Tensor.Allocate(new Shape(examples.Count).Concat(some.Shape[1..]));
            some.CopyTo(all.Span[done..]);
            done += some.Length;
        }
        return all!;
    }
}
