using System.Diagnostics;
using System.Text.Json;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>Runs in processes of their own that are killed, or that meet in one folder. scripts/faults.sh does the same for every study and every write.</summary>
public sealed class KilledRunTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Theory]
    [InlineData("study two-gaussians --epochs 300")]
    [InlineData("train vae --network dense --widths 8 --latent 2 --batch 20 --epochs 20 --data DIGITS")]
    public void KilledAtAnyMomentARunEndsInTheSameWeights(string command)
    {
        using var folder = new TemporaryFolder();
        string[] words = [.. command.Split(' ').Select(w => w == "DIGITS" ? digits : w)];
        var whole = CommandRun.Of([.. words, "--json", "--quiet", "--out", folder["whole"]]);
        foreach (var milliseconds in (int[])[150, 400, 700, 1000])
        {
            using var child = Start([.. words, "--resume", "--quiet", "--out", folder["run"]]);
            if (!child.WaitForExit(milliseconds)) child.Kill();
            child.WaitForExit();
        }
        var resumed = CommandRun.Of([.. words, "--resume", "--json", "--quiet", "--out", folder["run"]]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Hash(whole.Out), Hash(resumed.Out));
    }

    [Fact]
    public void OfTwoRunsInOneFolderOneIsRefused()
    {
        using var folder = new TemporaryFolder();
        string[] words = ["study", "two-gaussians", "--epochs", "1000000", "--quiet", "--out", folder["run"]];
        using var first = Start(words);
        while (!File.Exists(folder["run/config.json"]) && !first.HasExited) Thread.Sleep(10);
        foreach (var option in new[] { "--resume", "--force" }) CommandRun.Of([.. words, option]).FailsWith(ExitCode.Failed, "another process is writing a run to it");
        first.Kill();
        first.WaitForExit();
    }

    private static Process Start(string[] words) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. words]) { UseShellExecute = false })!;

    private static string Hash(string metrics) => JsonDocument.Parse(metrics).RootElement.GetProperty("parametersSha256").GetString()!;
}
