using Ansatz.Cli.Commands;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>One run of the command in this process: what it wrote, and its exit code.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public static CommandRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandRun Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var interruption = new Interruption(cancellation);
        var code = CommandLine.Run(CommandTable.Root(args), args, new Terminal(output, error), interruption);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that it failed with this code and one line, and nothing on standard output.</summary>
    public CommandRun FailsWith(int code, params string[] words)
    {
        Assert.Equal(code, Code);
        Assert.Empty(Out);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.All(words, w => Assert.Contains(w, Error, StringComparison.Ordinal));
        Assert.DoesNotContain(" at Ansatz", Error, StringComparison.Ordinal);
        return this;
    }
}
