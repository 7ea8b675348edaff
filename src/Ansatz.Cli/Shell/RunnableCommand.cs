using System.CommandLine;

namespace Ansatz.Cli.Shell;

/// <summary>A command that does something: its options are fields beside the <see cref="Run"/> that reads them.</summary>
internal abstract class RunnableCommand : Command
{
    protected RunnableCommand(string name, string description) : base(name, description)
    {
        Options.Add(Conventions.Flag(Conventions.Json, "Write the result to standard output as one JSON document."));
        Options.Add(Conventions.Flag(Conventions.Quiet, "Show no progress."));
    }

    /// <summary>Command lines worth copying, shown below the help.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Does it; a failure is an exception whose message is one line for the user.</summary>
    public abstract void Run(Call call);
}
