namespace Ansatz.Cli.Commands;

/// <summary>
/// All commands, one row each. A command whose word is not on the command line is a stub of its name, description and argument, to save
/// start-up time: to compile the options of all twenty would take longer than everything else that help does.
/// </summary>
internal sealed class CommandTable
{
    private IReadOnlyList<string>? words;

    /// <param name="words">The command line; left out, every command has its options.</param>
    public static Command Root(IReadOnlyList<string>? words = null) => new CommandTable { words = words }.Root();

    private Command Root() => Group("ansatz", "Deep generative models in pure C#: make data, train, evaluate, look.",
        Group("data", "Make data sets, or get public ones.",
            Row("contours", "Draw filled contours of the density of a normalizing flow.", (name, description) => new DataContoursCommand(name, description)),
            Row("get", "Get a public data set: find or fetch its files, check them, keep them.", (name, description) => new DataGetCommand(name, description), "NAME"),
            Row("list", "List the public data sets that 'data get' knows, and which are at hand.", (name, description) => new DataListCommand(name, description))),
        Group("study", "Run a whole study with one command, from data to report.", Studies("study")),
        Group("train", "Train a model on your own data.", Studies("train")),
        Row("evaluate", "Measure a model on the run's test images or held-out rows, or on others.", (name, description) => new EvaluateCommand(name, description), "RUN"),
        Row("sample", "Draw new images or rows.", (name, description) => new SampleCommand(name, description), "RUN"),
        Row("reconstruct", "Encode images and decode the means.", (name, description) => new ReconstructCommand(name, description), "RUN"),
        Row("encode", "Write the codes of images: the posterior means.", (name, description) => new EncodeCommand(name, description), "RUN"),
        Row("traverse", "Decode along each latent dimension, or over a plane of two.", (name, description) => new TraverseCommand(name, description), "RUN"),
        Row("interpolate", "Decode the straight line between the codes of two images.", (name, description) => new InterpolateCommand(name, description), "RUN"),
        Row("score", "Measure how anomalous images are, or how likely rows.", (name, description) => new ScoreCommand(name, description), "RUN"),
        Row("denoise", "Damage images, and reconstruct them from the damaged ones.", (name, description) => new DenoiseCommand(name, description), "RUN"),
        Row("impute", "Fill the missing cells of a table.", (name, description) => new ImputeCommand(name, description), "RUN"),
        Row("explore", "Look at a run and play with its model, on a page in the browser.", (name, description) => new ExploreCommand(name, description), "RUN"),
        Row("report", "Measure a finished run again, and write its report anew.", (name, description) => new ReportCommand(name, description), "RUN"),
        Row("export", "Write a run's model for other programs: ONNX, PyTorch, NumPy.", (name, description) => new ExportCommand(name, description), "RUN"),
        Row("import", "Make a run of weights that were trained in PyTorch.", (name, description) => new ImportCommand(name, description), "FILE"),
        Row("inspect", "Show what a run's model is: networks, parameters, objective.", (name, description) => new InspectCommand(name, description), "RUN"),
        Row("verify", "Train a run again and compare the bits, or prove them on this machine.", (name, description) => new VerifyCommand(name, description), "RUN"));

    private Command[] Studies(string group) =>
        [.. StudyTable.Rows.Where(r => r.Group == group).Select(r => Row(r.Name, r.Description, (name, description) => new StudyCommand(name, description, r.Make())))];

    private static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands) group.Subcommands.Add(command);
        return group;
    }

    private Command Row(string name, string description, Func<string, string, Command> make, string? argument = null)
    {
        if (words is null || words.Contains(name)) return make(name, description);
        var command = new Command(name, description);
        if (argument is not null) command.Arguments.Add(new Argument<string>(argument));
        return command;
    }
}

/// <summary>A study as a command: its settings are options.</summary>
internal sealed class StudyCommand : RunnableCommand
{
    private readonly Study study;
    private readonly Option<long?> threads = Conventions.Threads();
    private readonly Option<bool> mpi = Conventions.Flag("--mpi", "Train together with the other processes that mpirun has started; give --shards their number or more.");
    private readonly Option<string> output;
    private readonly IReadOnlyDictionary<string, Option<string?>> settings;

    public StudyCommand(string name, string description, Study study) : base(name, description)
    {
        this.study = study;
        output = Conventions.OutputFolder($"runs/{name}");
        var options = study.Options.ToDictionary(o => o.Name, SettingOptions.Create, StringComparer.Ordinal);
        settings = options;
        Take(
        [
            .. options.Values, threads, mpi, output,
            Conventions.Flag(Conventions.Resume, "Continue the run in the folder to the same bits, or with more --epochs a finished one."),
            Conventions.Flag(Conventions.Force, "Replace the run in the folder."),
        ]);
    }

    public override IReadOnlyList<string> Examples => study.Examples;

    public override void Run(Call call)
    {
        var given = settings.Where(s => call.IsGiven(s.Value)).ToDictionary(s => s.Key, s => call.Value(s.Value)!, StringComparer.Ordinal);
        var request = new StudyRequest(call.Value(output), given, call.Has(Conventions.Resume), call.Has(Conventions.Force));
        Conventions.UseThreads(call.Value(threads) ?? (call.Value(mpi) ? WorkerProcess.Threads() : null));
        if (!call.Value(mpi)) study.Run(request, call);
        else WorkerProcess.Run(workers => study.Run(request with { Workers = workers }, workers.Rank == 0 ? call : new SilentConsole(call.CommandLine, call.Cancellation)));
    }
}
