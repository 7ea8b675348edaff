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

/// <summary>A stage of the work: how much is done, how fast, and how long the rest will take.</summary>
/// <param name="before">How many units an earlier run did.</param>
internal sealed class Stage(string name, long total, string unit, long before, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private TimeSpan? duration;
    private long done;

    /// <summary>What else is worth watching: losses.</summary>
    public string Detail { get; private set; } = "";

    public bool IsDone => duration is not null;
    private TimeSpan Elapsed => duration ?? clock.GetElapsedTime(start);

    /// <summary>“1,230 images/s”; empty if nothing is counted or done.</summary>
    public string Rate => unit.Length == 0 || done <= before ? "" : Words.Rate((done - before) / Math.Max(Elapsed.TotalSeconds, 1e-3), unit);

    /// <summary>“20 s left”, or the time that a finished stage took; empty if nothing is done.</summary>
    public string Time => IsDone ? Words.Duration(Elapsed) : done <= before ? "" : $"{Words.Duration(Elapsed * ((double)(total - done) / (done - before)))} left";

    public void Advance(long count, string detail)
    {
        (done, Detail) = (count, detail);
        if (done >= total) duration ??= Elapsed;
    }

    /// <summary>“drawing: 400 of 1,000 images, 40.0 images/s, 15 s left”; after the end, or if another stage follows, what was done.</summary>
    public string Describe(bool isOver)
    {
        if (!isOver) return $"{name}: {string.Join(", ", new[] { $"{done:#,0} of {Words.OfMany(total, unit)}", Rate, Time }.Where(t => t.Length > 0))}{(Detail.Length > 0 ? "  " + Detail : "")}";
        var time = Words.Duration(Elapsed);
        return unit.Length == 0 ? $"{name}: {time}" : $"{name}: {Words.OfMany(Math.Max(0, done - before), unit)} in {time}{(Rate.Length > 0 ? $" ({Rate})" : "")}";
    }
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
