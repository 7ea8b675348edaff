namespace Ansatz.Tensors;

/// <summary>On how many threads the library computes. The number changes speed and never a result.</summary>
public static class Parallelism
{
    /// <summary>Threads that share a computation, the calling one included: from 1 to 1023, by default one a core.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static int ThreadCount
    {
        get => ForkJoin.ThreadCount;
        set => ForkJoin.ThreadCount = value;
    }
}
