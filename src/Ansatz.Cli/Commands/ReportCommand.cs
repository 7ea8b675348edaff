namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz report</c>: measures a finished run again, and writes its figures and its report anew.</summary>
internal sealed class ReportCommand : RunnableCommand
{
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a finished run." };
    private readonly Option<string?> cache = SettingOptions.Create(SettingOption.Cache);
    private readonly Option<long?> threads = Conventions.Threads();

    public ReportCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(folder);
        Take([cache, threads]);
    }

    public override IReadOnlyList<string> Examples => ["ansatz report runs/people"];

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var place = call.Value(folder);
        StudyTable.Of(place).Report(place, call.Value(cache), call);
    }
}
