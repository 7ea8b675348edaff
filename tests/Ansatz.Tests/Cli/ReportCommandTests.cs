using System.Text.Json;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary><c>ansatz report</c> measures a finished run again. It trains nothing.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("study two-gaussians --epochs 5")]
    [InlineData("train rbm --epochs 2 --hidden 5 --data DIGITS")]
    [InlineData("train vae --network dense --widths 8 --batch 50 --epochs 2 --prior mixture --prior-fit after --data DIGITS")]
    [InlineData("study flows --toys moons --families real-nvp --steps 20 --points 1000")]
    public void AFinishedRunIsMeasuredAgainToTheSameNumbers(string command)
    {
        var first = Result([.. Words(command), "--out", folder["run"], "--json", "--quiet"]);
        var page = File.ReadAllText(folder["run/report.html"]);
        File.Delete(folder["run/report.html"]);

        var second = Result(["report", folder["run"], "--json", "--quiet"]);
        Assert.Equal(first.GetProperty("parametersSha256").GetString(), second.GetProperty("parametersSha256").GetString());
        Assert.Equal(Numbers(first), Numbers(second));
        var again = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains($"ansatz {string.Join(' ', command.Split(' ')[..2])}", again, StringComparison.Ordinal);
        Assert.Equal(page.Split("<figure>").Length, again.Split("<figure>").Length);
    }

    [Fact]
    public void AnUnfinishedTrainingIsRefusedAndGoesOnAfterwards()
    {
        string[] run = ["study", "two-gaussians", "--out", folder["run"], "--quiet", "--json"];
        Result([.. run, "--epochs", "5"]);
        CommandRun.Of(new CancellationToken(canceled: true), [.. run, "--resume", "--epochs", "9"]).FailsWith(ExitCode.Interrupted, "--resume");
        CommandRun.Of("report", folder["run"]).FailsWith(ExitCode.Failed, folder["run"], "is not finished", "--resume");
        var resumed = Result([.. run, "--resume"]);

        string[] other = ["study", "two-gaussians", "--out", folder["other"], "--quiet", "--json"];
        Result([.. other, "--epochs", "5"]);
        Assert.Equal(Result([.. other, "--resume", "--epochs", "9"]).GetProperty("parametersSha256").GetString(), resumed.GetProperty("parametersSha256").GetString());
    }

    private static string[] Words(string command) => [.. command.Split(' ').Select(word => word == "DIGITS" ? digits : word)];

    private static JsonElement Result(string[] command)
    {
        var run = CommandRun.Of(command);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    // All but times and what follows from them.
    private static string Numbers(JsonElement metrics) => string.Join('\n', metrics.EnumerateObject().Where(p => !p.Name.Contains("econd", StringComparison.Ordinal) && p.Name is not ("rows" or "peakMemoryBytes")).Select(p => $"{p.Name} {p.Value.GetRawText()}"));
}
