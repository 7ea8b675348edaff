using Ansatz.Studies.Tables;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz report</c>: measures a finished run again, and writes its figures and its report anew.</summary>
internal sealed class ReportCommand : RunnableCommand
{
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a finished run of a table." };
    private readonly Option<long?> threads = Conventions.Threads();

    public ReportCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(folder);
        Take([threads]);
    }

    public override IReadOnlyList<string> Examples => ["ansatz report runs/people"];

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var place = call.Value(folder);
        if (StudyTable.Of(place) is not ITableStudy study) throw new InvalidDataException($"{place}: no run of a table; its report is {Path.Combine(place, RunFiles.Report)}, which the study wrote");
        study.Report(place, call);
    }
}
