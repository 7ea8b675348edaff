using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ansatz.Cli.Shell;

/// <summary>Progress as bars on a terminal, one a stage: how far, how fast, what it says of itself, and the time left.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private static readonly TimeSpan refreshInterval = TimeSpan.FromMilliseconds(100);
    private readonly IAnsiConsole console;
    private readonly ProgressContext context;
    private readonly StageColumn column;
    private ProgressTask? task;

    private LiveProgress(IAnsiConsole console, ProgressContext context, StageColumn column) =>
        (this.console, this.context, this.column) = (console, context, column);

    /// <summary>Runs work under bars, which stay on the screen when it has ended.</summary>
    /// <param name="writer">Leads to the terminal.</param>
    public static T Run<T>(TextWriter writer, int width, bool hasColor, Func<ProgressDisplay, T> work)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        screen.Profile.Width = width;
        var beside = new StageColumn();
        var progress = screen.Progress().Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), beside);
        progress.RefreshRate = refreshInterval;
        return progress.Start(context => work(new LiveProgress(screen, context, beside)));
    }

    public override void Begin(string name, long total, string unit, long before = 0)
    {
        task?.StopTask();
        task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(total, 1));
        column.Stages[task.Id] = new Stage(name, total, unit, before, TimeProvider.System);
    }

    public override void Advance(long done, string detail = "")
    {
        if (task is null) return;
        column.Stages[task.Id].Advance(done, detail);
        task.Value = done;
    }

    public override void Line(string text) => console.WriteLine(text);

    /// <summary>Beside the bar: “1,230 images/s · loss 372.1 · 20 s left”; when done, the time it took.</summary>
    private sealed class StageColumn : ProgressColumn
    {
        public ConcurrentDictionary<int, Stage> Stages { get; } = [];

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Stages.TryGetValue(task.Id, out var stage) ? string.Join(" · ", new[] { stage.Rate, stage.Detail, stage.Time }.Where(s => s.Length > 0)) : "") { Overflow = Overflow.Ellipsis };
    }
}
