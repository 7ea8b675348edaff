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
    private Stage? stage;

    private LiveProgress(IAnsiConsole console, ProgressContext context, StageColumn column) =>
        (this.console, this.context, this.column) = (console, context, column);

    /// <summary>Runs work under bars, which stay on the screen when it has ended.</summary>
    /// <param name="writer">Leads to the terminal.</param>
    public static T Run<T>(TextWriter writer, int width, bool hasColor, Func<ProgressDisplay, T> work)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
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
        stage?.Task.StopTask();
        var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(total, 1));
        stage = column.Add(new Stage(task, total, unit, before));
    }

    public override void Advance(long done, string detail = "")
    {
        if (stage is null) return;
        stage.Detail = detail;
        stage.Task.Value = done;
    }

    public override void Line(string text) => console.WriteLine(text);

    /// <summary>A bar and what stands beside it.</summary>
    private sealed class Stage(ProgressTask task, long total, string unit, long before)
    {
        private readonly Pace pace = new(total, before, TimeProvider.System);

        public ProgressTask Task => task;

        public string Detail { get; set; } = "";

        /// <summary>“1,230 images/s · loss 372.1 · 20 s left”; when done, the time it took.</summary>
        public override string ToString()
        {
            var done = (long)task.Value;
            if (done <= before) return Detail;
            var elapsed = task.IsFinished ? task.ElapsedTime ?? pace.Elapsed : pace.Elapsed;
            var rate = unit.Length > 0 ? Words.Rate((done - before) / Math.Max(elapsed.TotalSeconds, 1e-3), unit) : "";
            var time = task.IsFinished ? Words.Duration(elapsed) : pace.Left(done) is { } left ? $"{Words.Duration(left)} left" : "";
            return string.Join(" · ", new[] { rate, Detail, time }.Where(s => s.Length > 0));
        }
    }

    private sealed class StageColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, Stage> stages = [];

        protected override bool NoWrap => true;

        public Stage Add(Stage stage) => stages[stage.Task.Id] = stage;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(stages.TryGetValue(task.Id, out var stage) ? stage.ToString() : "") { Overflow = Overflow.Ellipsis };
    }
}
