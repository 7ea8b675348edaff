using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ansatz.Cli.Commands;

namespace Ansatz.Cli.Shell;

/// <summary>The whole of <c>ansatz</c> as one function from arguments to an exit code.</summary>
internal static class CommandLine
{
    private const int WidestHelp = 100;

    // An argument that starts with @ is a file's name like any other, and -ab is a wrong option, not two right ones.
    private static readonly ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static int Run(IReadOnlyList<string> args, Terminal terminal, Interruption interruption)
    {
        var parse = Root(terminal).Parse(args, configuration);
        try
        {
            if (parse.Action is not (null or ParseErrorAction))
                return parse.Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false });
            if (parse.Errors.Count > 0)
            {
                terminal.Error.WriteLine(UsageError.Describe(parse));
                return ExitCode.WrongUsage;
            }
            ((RunnableCommand)parse.CommandResult.Command).Run(new Call(parse, terminal, ShellWords.Join(args.Prepend("ansatz")), interruption.Token));
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            return Failure.Report(e, terminal.Error);
        }
    }

    private static Command Root(Terminal terminal)
    {
        var root = CommandTable.Root();
        root.Options.Add(new HelpOption("--help", "-h")
        {
            Description = "Show what a command does.",
            Action = new HelpWithExamples(new HelpAction { MaxWidth = Math.Min(terminal.Width, WidestHelp) }),
        });
        root.Options.Add(new VersionOption("--version") { Description = "Show version, commit and processor.", Action = new VersionAction() });
        return root;
    }
}
