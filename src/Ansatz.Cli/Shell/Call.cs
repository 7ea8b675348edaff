using System.Text.Json.Serialization.Metadata;

namespace Ansatz.Cli.Shell;

/// <summary>A command that does something: its options are fields beside the <see cref="Run"/> that reads them.</summary>
internal abstract class RunnableCommand(string name, string description) : Command(name, description)
{
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

/// <summary>One run of a command: the values of its options, and the only ways to write.</summary>
/// <param name="commandLine">The line that runs this again, quoted for a shell.</param>
/// <param name="cancellation">Cancelled by Ctrl-C.</param>
internal sealed class Call(ParseResult parse, Terminal terminal, string commandLine, CancellationToken cancellation) : IConsole
{
    private readonly bool isJson = parse.GetValue<bool>(Conventions.Json);
    private readonly bool isQuiet = parse.GetValue<bool>(Conventions.Quiet);

    public CancellationToken Cancellation => cancellation;
    public string CommandLine => commandLine;
    public T Value<T>(Option<T> option) => parse.GetValue(option)!;
    public T Value<T>(Argument<T> argument) => parse.GetValue(argument)!;

    /// <summary>The value of a flag every command shares, as <see cref="Conventions"/> names it.</summary>
    public bool Has(string flag) => parse.GetValue<bool>(flag);

    /// <summary>Whether the user gave the option, whatever its value.</summary>
    public bool IsGiven(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Says something on standard error, unless --quiet.</summary>
    public void Note(string line)
    {
        if (!isQuiet) terminal.Error.WriteLine(line);
    }

    /// <summary>Does some work under a progress display: bars on a terminal, plain lines elsewhere, nothing with --quiet.</summary>
    public T Track<T>(Func<ProgressDisplay, T> work)
    {
        if (isQuiet) return work(new SilentProgress());
        return terminal.IsInteractive ? LiveProgress.Run(terminal.Error, terminal.Width, terminal.HasColor, Announced) : Announced(new PlainProgress(terminal.Error, TimeProvider.System));

        // Through the display, which knows where its bars stand on the screen.
        T Announced(ProgressDisplay display)
        {
            using var announcement = cancellation.Register(() => display.Line("Stopping at the next safe point; Ctrl-C again stops at once."));
            return work(display);
        }
    }

    /// <summary>Writes the result to standard output, once: one JSON document with --json, else what <paramref name="text"/> writes.</summary>
    /// <exception cref="IOException">Standard output is closed, or its disk is full.</exception>
    public void Result<T>(T document, JsonTypeInfo<T> type, Action<TextWriter> text)
    {
        try
        {
            if (isJson) terminal.Out.WriteLine(JsonSerializer.Serialize(document, type));
            else text(terminal.Out);
            terminal.Out.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"standard output: the result cannot be written ({e.Message.TrimEnd('.')}); files that the command makes are complete", e);
        }
    }
}
