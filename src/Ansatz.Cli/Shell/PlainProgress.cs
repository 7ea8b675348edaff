namespace Ansatz.Cli.Shell;

/// <summary>Progress as lines of text, for files and pipes: each stage's end, each line the work leaves, and a sign of life now and then.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider clock) : ProgressDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);
    private Stage? stage;
    private long lastLine;

    public override void Begin(string name, long total, string unit, long before = 0)
    {
        Close();
        stage = new Stage(name, total, unit, before, clock);
        lastLine = clock.GetTimestamp();
    }

    public override void Advance(long done, string detail = "")
    {
        if (stage is null) return;
        stage.Advance(done, detail);
        if (stage.IsDone) Close();
        else if (clock.GetElapsedTime(lastLine) >= interval) Line(stage.Describe(isOver: false));
    }

    public override void Line(string text)
    {
        writer.WriteLine(text);
        lastLine = clock.GetTimestamp();
    }

    private void Close()
    {
        if (stage is not null) writer.WriteLine(stage.Describe(isOver: true));
        stage = null;
    }
}
