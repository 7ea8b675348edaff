namespace Ansatz.Cli.Shell;

/// <summary>Progress as lines of text, for files and pipes: each stage's end, each line the work leaves, and a sign of life now and then.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider clock) : ProgressDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);
    private string name = "", unit = "";
    private long total, before;
    private long done;
    private bool isOpen;
    private Pace? pace;
    private long lastLine;

    public override void Begin(string name, long total, string unit, long before = 0)
    {
        if (isOpen) Close();
        (this.name, this.total, this.unit, this.before, done, isOpen) = (name, total, unit, before, before, true);
        pace = new Pace(total, before, clock);
        lastLine = clock.GetTimestamp();
    }

    public override void Advance(long done, string detail = "")
    {
        if (!isOpen || pace is null) return;
        this.done = done;
        if (done >= total)
        {
            Close();
        }
        else if (clock.GetElapsedTime(lastLine) >= interval)
        {
            var left = pace.Left(done) is { } time ? $", {Words.Duration(time)} left" : "";
            Line($"{name}: {done:#,0} of {Words.OfMany(total, unit)}, {Words.Rate(pace.Rate(done), unit)}{left}{(detail.Length > 0 ? "  " + detail : "")}");
        }
    }

    public override void Line(string text)
    {
        writer.WriteLine(text);
        lastLine = clock.GetTimestamp();
    }

    private void Close()
    {
        isOpen = false;
        var duration = Words.Duration(pace!.Elapsed);
        writer.WriteLine(unit.Length == 0 ? $"{name}: {duration}" : $"{name}: {Words.OfMany(done - before, unit)} in {duration} ({Words.Rate(pace.Rate(done), unit)})");
    }
}
