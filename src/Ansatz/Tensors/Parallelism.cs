namespace Ansatz.Tensors;

/// <summary>How many threads the library computes with. The number changes speed and never a result.</summary>
/// <remarks>
/// <para>The setting belongs to the process, because the process has one pool of worker threads. There is no other global state: random
/// numbers, memory and gradients are in objects that the caller makes.</para>
/// <para>One operation at a time uses the workers. If several threads compute at once, as in a service, one of them uses the workers
/// and the others compute alone, each on its own thread. Nothing waits.</para>
/// </remarks>
public static class Parallelism
{
    /// <summary>
    /// The number of threads that share an operation, including the calling thread: 1 to 1023. The default is <see cref="Environment.ProcessorCount"/>,
    /// which is the limit of the container or of <c>DOTNET_PROCESSOR_COUNT</c> where there is one.
    /// </summary>
    /// <remarks>
    /// It may be set at any time and from any thread. An operation that has begun keeps its number of threads; each later one has the new number.
    /// Workers start when they are first needed. A lower number leaves the other workers asleep. With 1, operations run on their caller alone.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above 1023.</exception>
    public static int ThreadCount
    {
        get => ForkJoin.ThreadCount;
        set => ForkJoin.ThreadCount = value;
    }
}
