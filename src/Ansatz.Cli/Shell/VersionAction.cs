namespace Ansatz.Cli.Shell;

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
