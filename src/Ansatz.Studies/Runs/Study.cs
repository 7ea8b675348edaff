namespace Ansatz.Studies.Runs;

/// <summary>A study from its settings to its report. To write one, copy the folder TwoGaussians and add a row to the command's table.</summary>
/// <param name="name">The command's word, and the folder of its runs.</param>
internal abstract class Study(string name, string group)
{
    public string Name => name;

    /// <summary>The words of the command: “study contours”.</summary>
    public string Command => $"{group} {name}";

    /// <summary>Its options, in the order of the help.</summary>
    public abstract IEnumerable<SettingOption> Options { get; }

    /// <summary>Command lines worth copying, shown below the help.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Runs it, or continues it; a failure is an exception whose message is one line for the user.</summary>
    public abstract void Run(StudyRequest request, IConsole console);

    /// <summary>Opens a finished run, for the commands on autoencoders.</summary>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">The study leaves no autoencoder, or the run is not finished.</exception>
    public virtual SavedRun Open(string folder, string? cache, IConsole console) => throw LeavesNoAutoencoder(folder);

    protected InvalidDataException LeavesNoAutoencoder(string folder) => new($"{folder}: a run of {name}; expected one that leaves an autoencoder");
}

/// <summary>What all studies do alike: resolve the configuration, claim the folder, begin the run or continue it, and write what a run's folder holds.</summary>
/// <typeparam name="TConfig">Everything that the weights depend on.</typeparam>
/// <typeparam name="TData">What it learns from, read before anything is written.</typeparam>
/// <typeparam name="TOutcome">What it leaves in memory for the report.</typeparam>
internal abstract class Study<TConfig, TData, TOutcome>(string name, string group = "study") : Study(name, group) where TConfig : class
{
    protected abstract SettingTable<TConfig> Settings { get; }

    /// <summary>What to run, checked, with its data. When a run is continued, its settings stand where the options say nothing.</summary>
    /// <exception cref="UsageException">The settings do not go together, or do not fit the data.</exception>
    protected abstract (TConfig Config, TData Data) Resolve(IReadOnlyDictionary<string, string> given, TConfig? earlier, IConsole console);

    /// <summary>Where the data of a configuration lies, or the name of a public data set; null where the study draws its own.</summary>
    protected virtual string? PlaceOf(TConfig config) => null;

    /// <summary>Trains, measures, draws.</summary>
    protected abstract TOutcome Work(string folder, TConfig config, TData data, ProgressDisplay progress, CancellationToken cancellation);

    /// <summary>Writes what it found, by <see cref="Finish"/>.</summary>
    protected abstract void Report(string folder, TConfig config, TOutcome outcome, Origin origin, IConsole console);

    public sealed override void Run(StudyRequest request, IConsole console)
    {
        var folder = request.Folder;
        if (request is { IsResumed: true, IsForced: true }) throw new UsageException($"{Command}: found both --resume and --force; expected one: continue the run, or replace it");
        var file = Path.Combine(folder, OutputFolder.ConfigFile);
        var earlier = request.IsResumed && File.Exists(file) ? ReadConfig(file) : null;
        var (config, data) = Resolve(request.Given, earlier, console);
        if (earlier is not null && Settings.Difference(earlier, config) is { } difference)
            throw new UsageException($"{Command}: {folder} holds a run with {difference}; expected --resume without options, with the same ones, or with more --epochs");
        if (PlaceOf(config) is { } place) OutputFolder.RequireApart(folder, place);
        using var claim = OutputFolder.Claim(folder, request.IsForced, request.IsResumed);
        RunFiles.WriteText(file, Settings.Write(config));
        TOutcome outcome;
        try
        {
            outcome = console.Track(progress => Work(folder, config, data, progress, console.Cancellation));
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"interrupted; continue to the same bits with: {ContinuationOf(folder)}", e);
        }
        catch (IOException e)
        {
            // The message of a full disk names the file.
            throw new IOException($"{e.Message.TrimEnd('.')}; mend that, then continue to the same bits with: {ContinuationOf(folder)}", e);
        }
        Report(folder, config, outcome, Origin.Of(console.CommandLine, folder), console);
        if (console.Cancellation.IsCancellationRequested) console.Note("The run was complete before it could be interrupted.");
    }

    /// <summary>Writes <c>metrics.json</c> and the report, and the result to the console.</summary>
    /// <param name="metrics">The document of <c>metrics.json</c> and <c>--json</c>.</param>
    /// <param name="summarize">Writes the result for people, given the report's path.</param>
    protected static void Finish<TMetrics>(string folder, TMetrics metrics, JsonTypeInfo<TMetrics> type, ReportPage page, IConsole console, Action<TextWriter, string> summarize)
    {
        RunFiles.WriteJson(Path.Combine(folder, "metrics.json"), metrics, type);
        var report = Path.Combine(folder, "report.html");
        page.Write(report);
        console.Result(metrics, type, writer => summarize(writer, report));
    }

    /// <summary>The configuration of a run.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    protected TConfig ReadConfig(string path)
    {
        try
        {
            return Settings.ReadFile(path);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{e.Message.TrimEnd('.')}; mend the file, or use --force to begin again", e);
        }
    }

    private string ContinuationOf(string folder) => ShellWords.Join(["ansatz", .. Command.Split(' '), "--out", folder, "--resume"]);
}

/// <summary>What a user asks of a study.</summary>
/// <param name="Folder">Where the run is written.</param>
/// <param name="Given">The texts of the options that were given, by name without dashes, each checked.</param>
/// <param name="IsResumed">Continue the run in the folder.</param>
/// <param name="IsForced">Replace the run in the folder.</param>
internal sealed record StudyRequest(string Folder, IReadOnlyDictionary<string, string> Given, bool IsResumed = false, bool IsForced = false);
