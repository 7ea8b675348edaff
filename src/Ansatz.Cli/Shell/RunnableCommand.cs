namespace Ansatz.Cli.Shell;

/// <summary>A command that does something: its options are fields beside the <see cref="Run"/> that reads them.</summary>
internal abstract class RunnableCommand : Command
{
    protected RunnableCommand(string name, string description) : base(name, description)
    {
    }

    /// <summary>Command lines worth copying, shown below the help.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Does it; a failure is an exception whose message is one line for the user.</summary>
    public abstract void Run(Call call);

    /// <summary>Names the command's options, in the order of its help; those that every command has follow.</summary>
    protected void Take(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options) Options.Add(option);
        Options.Add(Conventions.Flag(Conventions.Json, "Write the result to standard output as one JSON document."));
        Options.Add(Conventions.Flag(Conventions.Quiet, "Show no progress."));
    }
}
