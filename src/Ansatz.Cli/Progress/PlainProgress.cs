namespace Ansatz.Cli.Progress;

/// <summary>Progress as lines of text, for files and pipes: each stage's end, each line the work leaves, and a sign of life now and then.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider clock) : ProgressDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);

    private string name = "";
    private string unit = "";
    private long total;
    private bool isDone = true;
    private Pace? pace;
    private long lastLine;

    public override void Begin(string name, long total, string unit, long before = 0)
    {
        (this.name, this.total, this.unit, isDone) = (name, total, unit, false);
        pace = new Pace(total, before, clock);
        lastLine = clock.GetTimestamp();
    }

    public override void Advance(long done, string detail = "")
    {
        if (isDone || pace is null) return;
        isDone = done >= total;
        if (isDone)
        {
            writer.WriteLine($"{name}: {total:#,0} {unit} in {Words.Duration(pace.Elapsed)} ({Words.Rate(pace.Rate(done), unit)})");
        }
        else if (clock.GetElapsedTime(lastLine) >= interval)
        {
            var left = pace.Left(done) is { } time ? $", {Words.Duration(time)} left" : "";
            Line($"{name}: {done:#,0} of {total:#,0} {unit}, {Words.Rate(pace.Rate(done), unit)}{left}{(detail.Length > 0 ? "  " + detail : "")}");
        }
    }

    public override void Line(string text)
    {
        writer.WriteLine(text);
        lastLine = clock.GetTimestamp();
    }
}
