namespace Ansatz.Studies.Runs;

/// <summary>A study from its settings to its report. To write one, copy the folder TwoGaussians and add a row to <see cref="StudyTable"/>.</summary>
/// <param name="name">The command's word, and the folder of its runs.</param>
internal abstract class Study(string name, string group)
{
    /// <summary>The group of commands whose studies need no second word to be told apart.</summary>
    private const string Group = "study";

    public string Name => name;

    /// <summary>The words of the command: “study contours”.</summary>
    public string Command => $"{group} {name}";

    /// <summary>What its files call it: “contours”, but “train vae”.</summary>
    public string Word => group == Group ? name : Command;

    /// <summary>Its options, in the order of the help.</summary>
    public abstract IEnumerable<SettingOption> Options { get; }

    /// <summary>Command lines worth copying, shown below the help.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Runs it, or continues it; a failure is an exception whose message is one line for the user.</summary>
    public abstract void Run(StudyRequest request, IConsole console);

    /// <summary>Measures a finished run again, and writes its metrics, figures and report.</summary>
    /// <param name="cache">Where public data sets are kept; null is the usual place.</param>
    /// <exception cref="InvalidDataException">The run is not finished, or its data have changed.</exception>
    public abstract void Report(string folder, string? cache, IConsole console);
}

/// <summary>What all studies do alike: resolve the configuration, claim the folder, begin the run or continue it, and write what a run's folder holds.</summary>
/// <typeparam name="TConfig">Everything that the weights depend on.</typeparam>
/// <typeparam name="TData">What it learns from, read before anything is written.</typeparam>
internal abstract class Study<TConfig, TData>(string name, string group = "study") : Study(name, group) where TConfig : StudyConfig
{
    protected abstract SettingTable<TConfig> Settings { get; }

    /// <summary>What stands where no option is given; the help names it as the defaults.</summary>
    public virtual TConfig Standard => Settings.Standard;

    public override IEnumerable<SettingOption> Options => Settings.Options(Standard);

    /// <summary>What to run, checked, with its data. When a run is continued, its settings stand where the options say nothing.</summary>
    /// <exception cref="UsageException">The settings do not go together, or do not fit the data.</exception>
    protected abstract (TConfig Config, TData Data) Resolve(IReadOnlyDictionary<string, string> given, TConfig? earlier, IConsole console);

    /// <summary>Where the data of a configuration lies, or the name of a public data set; null where the study draws its own.</summary>
    protected virtual string? PlaceOf(TConfig config) => null;

    /// <summary>Trains, measures, draws.</summary>
    protected abstract Finding Work(RunContext run, TConfig config, TData data);

    public sealed override void Run(StudyRequest request, IConsole console)
    {
        var folder = request.Folder;
        if (request is { IsResumed: true, IsForced: true }) throw new UsageException($"{Command}: found both --resume and --force; expected one: continue the run, or replace it");
        var workers = request.Workers is { Count: > 1 } several ? several : null;
        var earlier = request.IsResumed && workers is not { Rank: > 0 } && File.Exists(Path.Combine(folder, RunFiles.Config)) ? ReadConfig(folder) : null;
        if (workers is not null) earlier = OfFirst(earlier, workers);
        var (config, data) = Resolve(request.Given, earlier, console);
        config = config with { Study = Word, Ansatz = Product.Version };
        if (earlier is not null && Settings.Difference(earlier, config) is { } difference)
            throw new UsageException($"{Command}: {folder} holds a run with {difference}; expected --resume without options, with the same ones, or with more --epochs");
        if (workers is not null) RequireSame(config, workers);
        if (workers is { Rank: > 0 })
        {
            WorkBeside(config, data, console, workers);
            return;
        }
        if (PlaceOf(config) is { } place) OutputFolder.RequireApart(folder, place);
        using var claim = OutputFolder.Claim(folder, request.IsForced, request.IsResumed);
        RunFiles.WriteText(Path.Combine(folder, RunFiles.Config), Settings.Write(config));
        Track(folder, request.IsResumed ? CommandOf(config, folder) : console.CommandLine, config, data, workers, console).Write(folder, console);
        if (console.Cancellation.IsCancellationRequested) console.Note("The run was complete before it could be interrupted.");
    }

    public override void Report(string folder, string? cache, IConsole console)
    {
        RunFiles.Require(folder, RunFiles.Metrics);
        var earlier = ReadConfig(folder);
        var (config, data) = Resolve(cache is null ? new Dictionary<string, string>() : new() { [SettingOption.Cache.Name] = cache }, earlier, console);
        config = config with { Study = Word, Ansatz = Product.Version };
        if (Settings.Difference(earlier, config) is { } difference) throw new InvalidDataException($"{folder}: its data have changed since the run: it holds a run with {difference}; expected the same data");
        using var claim = OutputFolder.Claim(folder, force: false, resume: true);
        console.Track(progress => Work(new RunContext(folder, Origin.Of(CommandOf(config, folder), folder), progress, console.Cancellation) { IsTrained = true }, config, data)).Write(folder, console);
    }

    /// <summary>The command that trains such a run: the settings that are not the standard ones.</summary>
    protected string CommandOf(TConfig config, string folder)
    {
        var standard = Settings.Rows(Standard).ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal);
        var given = Settings.Rows(config).Where(r => r.Value != standard[r.Name]).Select(r => (Option: r.Name.Replace(' ', '-'), r.Value)).Where(r => Options.Any(o => o.Name == r.Option));
        return ShellWords.Join(["ansatz", .. Command.Split(' '), .. given.SelectMany(r => new[] { $"--{r.Option}", r.Value }), "--out", folder]);
    }

    private Finding Track(string folder, string command, TConfig config, TData data, ICommunicator? workers, IConsole console)
    {
        try
        {
            return console.Track(progress => Work(new RunContext(folder, Origin.Of(command, folder), progress, console.Cancellation) { Workers = workers }, config, data));
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
    }

    // The first worker prints and writes. The others do the same work up to the trained model, in a folder that is thrown away.
    private void WorkBeside(TConfig config, TData data, IConsole console, ICommunicator workers)
    {
        var folder = Directory.CreateTempSubdirectory("ansatz-worker-").FullName;
        try
        {
            Work(new RunContext(folder, Origin.Of(console.CommandLine, folder), new SilentProgress(), console.Cancellation) { Workers = workers }, config, data);
        }
        catch (PartDoneException)
        {
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Only the first worker needs the folder of a run that is continued.
    private TConfig? OfFirst(TConfig? earlier, ICommunicator workers)
    {
        var text = WorkerMessages.FromFirst(earlier is null ? [] : Encoding.UTF8.GetBytes(Settings.Write(earlier)), workers);
        return text.Length == 0 ? null : Settings.Read(text);
    }

    private void RequireSame(TConfig config, ICommunicator workers)
    {
        var first = Settings.Read(WorkerMessages.FromFirst(Encoding.UTF8.GetBytes(Settings.Write(config)), workers));
        if (Settings.Difference(first, config) is { } difference)
            throw new UsageException($"{Command}: the first worker has {difference}, which this one has; give every host the same data under the same path");
    }

    /// <summary>The configuration of a run.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    protected TConfig ReadConfig(string folder)
    {
        try
        {
            return Settings.ReadFile(Path.Combine(folder, RunFiles.Config));
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
/// <param name="Workers">Who trains together; null is this process alone.</param>
internal sealed record StudyRequest(string Folder, IReadOnlyDictionary<string, string> Given, bool IsResumed = false, bool IsForced = false, ICommunicator? Workers = null);
