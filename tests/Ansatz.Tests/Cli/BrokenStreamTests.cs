using System.Diagnostics;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Runs;

namespace Ansatz.Tests.Cli;

/// <summary>The command with a standard error or output that is closed or full, in a process of its own.</summary>
public sealed class BrokenStreamTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public void AFailureThatCannotBeToldKeepsItsExitCode(string redirection) =>
        Assert.Equal(ExitCode.Failed, Run(redirection, "evaluate", "no-such-run"));

    [Theory]
    [InlineData("2>&-", ExitCode.Done)]
    [InlineData("2>/dev/full", ExitCode.Done)]
    [InlineData(">&-", ExitCode.Failed)]
    [InlineData(">/dev/full", ExitCode.Failed)]
    public void LostProgressIsNoFailureAndALostResultIs(string redirection, int code)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(code, Run(redirection, [.. "train vae --network dense --widths 4 --latent 2 --epochs 1 --batch 100 --data".Split(' '), digits, "--out", folder["run"]]));
        foreach (var name in new[] { "metrics.json", "model.safetensors", "report.html" }) Assert.True(File.Exists(folder[$"run/{name}"]), name);
    }

    private static int Run(string redirection, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /dev/full here.");
        var command = ShellWords.Join(["dotnet", typeof(CommandLine).Assembly.Location, .. args]);
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"{command} >/dev/null {redirection}"]) { UseShellExecute = false, RedirectStandardError = true })!;
        shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
