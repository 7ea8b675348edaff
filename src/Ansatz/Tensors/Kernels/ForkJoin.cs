namespace Ansatz.Tensors;

/// <summary>The body of a parallel region: independent pieces, each owning its own outputs.</summary>
internal interface IParallelBody
{
    void Invoke(int index);
}

/// <summary>Runs the pieces of a parallel region.</summary>
internal static class ForkJoin
{
    /// <summary>The number of threads that share a parallel region, the caller included. It never changes a result.</summary>
    public static int ThreadCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Calls <c>body.Invoke(i)</c> once for each i in [0, count), in no particular order, and returns when all are done.</summary>
    public static void For<TBody>(int count, in TBody body) where TBody : struct, IParallelBody
    {
        for (var i = 0; i < count; i++) body.Invoke(i);
    }
}
