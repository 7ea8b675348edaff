using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ansatz.Cli.Shell;

/// <summary>The parser's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // The parser leaves a blank where it breaks a line.
        foreach (var line in text.ToString().TrimEnd().Split('\n')) output.WriteLine(line.TrimEnd());
        output.WriteLine();
        if (parseResult.CommandResult.Command is not RunnableCommand { Examples: { Count: > 0 } examples }) return code;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
