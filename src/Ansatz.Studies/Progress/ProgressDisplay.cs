namespace Ansatz.Studies.Progress;

/// <summary>Shows a person how far a long piece of work is. The work goes through stages, one after the other.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>Begins a stage and ends the one before.</summary>
    /// <param name="name">What is done: “training”.</param>
    /// <param name="total">How many units there are to do.</param>
    /// <param name="unit">What is counted: “images”; empty where counting says nothing.</param>
    /// <param name="before">How many of them were done earlier, by a run that this one continues.</param>
    public abstract void Begin(string name, long total, string unit, long before = 0);

    /// <summary>Begins a stage of which nothing is known until it is over, and ends the one before.</summary>
    public void Begin(string name) => Begin(name, 1, "");

    /// <summary>Ends a stage of which nothing was known until now.</summary>
    public void End() => Advance(1);

    /// <summary>Says how much of the stage is done. May be called often; it is shown only so often as a person can read.</summary>
    /// <param name="done">Units done, those of an earlier run included.</param>
    /// <param name="detail">What else is worth watching: losses.</param>
    public abstract void Advance(long done, string detail = "");

    /// <summary>Leaves a line that stays: the losses of an epoch.</summary>
    public abstract void Line(string text);
}

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : ProgressDisplay
{
    public override void Begin(string name, long total, string unit, long before = 0) { }

    public override void Advance(long done, string detail = "") { }

    public override void Line(string text) { }
}

/// <summary>Shows how many units of a stage are done.</summary>
internal sealed class CountReporter(ProgressDisplay display) : IProgress<int>
{
    public void Report(int value) => display.Advance(value);
}

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

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary>4 s, 1 m 20 s, 2 h 5 m.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} m {seconds % 60} s",
            _ => $"{seconds / 3600} h {seconds % 3600 / 60} m",
        };
    }

    /// <summary>1 epoch, 2 epochs.</summary>
    public static string Of(long count, string noun) => $"{count:#,0} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>1 image, 2 images: a number of what is counted, its name given in the plural with an s.</summary>
    public static string OfMany(long count, string nouns) => Of(count, nouns.TrimEnd('s'));

    /// <summary>A speed in three digits: 12,300 images/s, 41.2 images/s.</summary>
    public static string Rate(double perSecond, string unit) => $"{Count(perSecond)} {unit}/s";

    /// <summary>About three digits, with thousands set apart.</summary>
    public static string Count(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0"),
        >= 10 => value.ToString("0.0"),
        _ => value.ToString("0.00"),
    };
}
