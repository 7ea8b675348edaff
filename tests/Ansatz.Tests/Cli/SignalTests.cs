using System.Diagnostics;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>Signals as a shell sends them, to the command in a process of its own.</summary>
public sealed class SignalTests
{
    // A job in a script's background ignores SIGINT, and so would its children; GNU's env makes them heed it again.
    private static readonly string[] heeding = OperatingSystem.IsLinux() ? ["env", "--default-signal=HUP,INT,TERM", "dotnet"] : ["dotnet"];

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task AStopSignalEndsTheCommandCleanly(string signal)
    {
        using var folder = new TemporaryFolder();
        var (code, error) = await SendWhileDrawing(folder, heeding, signal);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.EndsWith("ansatz: interrupted\n", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder["drawn"]));
    }

    [Fact]
    public async Task AHangupThatIsIgnoredStaysIgnored()
    {
        using var folder = new TemporaryFolder();
        var (code, error) = await SendWhileDrawing(folder, ["env", "--default-signal=TERM", "--ignore-signal=HUP", "dotnet"], "HUP", "TERM");
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.EndsWith("ansatz: interrupted\n", error, StringComparison.Ordinal);
    }

    /// <summary>Sends signals to a process that draws images, until it ends: each but the last must leave it alive for a second.</summary>
    private static async Task<(int Code, string Error)> SendWhileDrawing(TemporaryFolder folder, string[] program, params string[] signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || (signals.Length == 1 && OperatingSystem.IsMacOS()), "There are no such signals here.");
        Directory.CreateDirectory(folder["drawn"]);
        using var process = Process.Start(new ProcessStartInfo(program[0], [.. program[1..], typeof(CommandLine).Assembly.Location, "data", "contours", "--count", "500000", "--out", folder["drawn/x.npz"]])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var cancellation = TestContext.Current.CancellationToken;
        while (!Directory.EnumerateFiles(folder["drawn"]).Any() && !process.HasExited) await Task.Delay(20, cancellation);
        foreach (var signal in signals)
        {
            if (signal != signals[0]) await Task.Delay(1000, cancellation);
            Assert.False(process.HasExited);
            using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
            await kill.WaitForExitAsync(cancellation);
        }
        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, error);
    }
}
