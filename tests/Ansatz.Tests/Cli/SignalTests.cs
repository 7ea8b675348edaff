using System.Diagnostics;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>Signals as a shell sends them, to the command in a process of its own.</summary>
public sealed class SignalTests
{
    // A job in a script's background ignores SIGINT, and so would its children; GNU's env makes them heed it again.
    private static readonly string[] heeding = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,TERM", "dotnet"] : ["dotnet"];

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task AStopSignalEndsTheCommandCleanly(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There are no such signals here.");
        using var folder = new TemporaryFolder();
        var file = folder["x.npz"];
        using var process = Process.Start(new ProcessStartInfo(heeding[0], [.. heeding[1..], typeof(CommandLine).Assembly.Location, "data", "contours", "--count", "500000", "--out", file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var cancellation = TestContext.Current.CancellationToken;
        while (!File.Exists(file + ".tmp") && !process.HasExited) await Task.Delay(20, cancellation);
        using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"])) await kill.WaitForExitAsync(cancellation);
        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.EndsWith("ansatz: interrupted\n", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.False(File.Exists(file + ".tmp"));
    }
}
