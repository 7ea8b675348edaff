using Ansatz.Cli.Commands;

namespace Ansatz.Cli.Shell;

/// <summary>The whole of <c>ansatz</c> as one function from arguments to an exit code.</summary>
internal static class CommandLine
{
    private const int WidestHelp = 100;

    // An argument that starts with @ is a file's name like any other, and -ab is a wrong option, not two right ones.
    private static readonly ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <param name="args">What the user typed after the command's name.</param>
    public static int Run(Command root, IReadOnlyList<string> args, Terminal terminal, Interruption interruption)
    {
        AddGlobalOptions(root, terminal);
        var parse = root.Parse(args, configuration);
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
        catch (EndedQuietlyException e)
        {
            return e.Code;
        }
        catch (Exception e)
        {
            return Failure.Report(e, terminal.Error);
        }
    }

    private static void AddGlobalOptions(Command root, Terminal terminal)
    {
        root.Options.Add(new Option<bool>("--help", "-h")
        {
            Arity = ArgumentArity.Zero,
            Recursive = true,
            Description = "Show what a command does.",
            Action = new CommandHelp(Math.Min(terminal.Width, WidestHelp)),
        });
        root.Options.Add(new Option<bool>("--version") { Arity = ArgumentArity.Zero, Description = "Show version, commit and processor.", Action = new VersionAction() });
    }
}

/// <summary>What <c>ansatz --version</c> tells: what to quote when a result is to be explained.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(Product.Version is var version && Product.Commit is { } commit ? $"ansatz {version} (commit {commit})" : $"ansatz {version}");
        output.WriteLine(Machine.Describe());
        output.WriteLine($"{Machine.Runtime}, {Machine.System}");
        return ExitCode.Done;
    }
}
