namespace Ansatz.Studies.Progress;

/// <summary>The speed of a stage and the time it still takes, from the time since it began.</summary>
internal sealed class Pace(long total, long before, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>Units a second, 0 while nothing can be said.</summary>
    public double Rate(long done) => Elapsed.TotalSeconds is > 0 and var seconds ? (done - before) / seconds : 0;

    /// <summary>The time left at the pace so far, or null while there is none.</summary>
    public TimeSpan? Left(long done) => done > before && Elapsed.TotalSeconds > 0 ? Elapsed * ((double)(total - done) / (done - before)) : null;
}
