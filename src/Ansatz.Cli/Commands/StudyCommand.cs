namespace Ansatz.Cli.Commands;

/// <summary>A study as a command: its settings are options.</summary>
internal sealed class StudyCommand : RunnableCommand
{
    private readonly Study study;
    private readonly Option<long?> threads = Conventions.Threads();
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
            .. options.Values, threads, output,
            Conventions.Flag(Conventions.Resume, "Continue the run in the folder to the same bits, or with more --epochs a finished one."),
            Conventions.Flag(Conventions.Force, "Replace the run in the folder."),
        ]);
    }

    public override IReadOnlyList<string> Examples => study.Examples;

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var given = settings.Where(s => call.IsGiven(s.Value)).ToDictionary(s => s.Key, s => call.Value(s.Value)!, StringComparer.Ordinal);
        study.Run(new StudyRequest(call.Value(output), given, call.Has(Conventions.Resume), call.Has(Conventions.Force)), call);
    }
}
