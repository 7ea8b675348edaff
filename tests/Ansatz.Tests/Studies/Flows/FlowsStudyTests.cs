using System.Text.Json;
using Ansatz.Cli.Shell;
using Ansatz.Tests.Cli;

namespace Ansatz.Tests.Studies.Flows;

public sealed class FlowsStudyTests
{
    private static readonly string[] small = [.. "study flows --toys moons --steps 40 --batch 64 --points 2000 --quiet --json --out".Split(' ')];

    [Fact]
    public void OneFlowIsTrainedAndMeasured()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of([.. small, folder["run"], "--families", "neural-spline-flow"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "config.json", "metrics.json", "report.html", "figures/moons.svg" }) Assert.True(File.Exists(folder[$"run/{name}"]), name);
        Assert.Equal(File.ReadAllText(folder["run/metrics.json"]), run.Out);

        using var metrics = JsonDocument.Parse(run.Out);
        var root = metrics.RootElement;
        MetricsNames.RequireShared(root);
        Assert.Equal(("flows", 42, 40, 0), (root.GetProperty("study").GetString(), root.GetProperty("seed").GetInt32(), root.GetProperty("steps").GetInt32(), root.GetProperty("farNaNs").GetInt32()));
        var row = Assert.Single(root.GetProperty("rows").EnumerateArray());
        Assert.Equal(["toy", "family", "kl", "standardError", "nll", "entropy", "roundTrip", "seconds"], row.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("moons", "neural-spline-flow"), (row.GetProperty("toy").GetString(), row.GetProperty("family").GetString()));
        MetricsNames.RequireNumbers(row, "seconds.train", "seconds.inverse");
        double Of(string name) => row.GetProperty(name).GetDouble();
        Assert.Equal(Of("nll") - Of("entropy"), Of("kl"), tolerance: 1e-9);
        // A standard Gaussian of the data's mean and scale is at 0.6 and more.
        Assert.InRange(Of("kl"), -3 * Of("standardError"), 0.6);
        Assert.InRange(Of("standardError"), 1e-4, 0.1);
        Assert.InRange(Of("roundTrip"), 1e-9, 1e-4);
    }

    [Fact]
    public void ARunInterruptedBetweenTwoRowsEndsInTheSameBits()
    {
        using var folder = new TemporaryFolder();
        string[] command = [.. small, folder["run"], "--families", "nice,real-nvp"];
        var whole = CommandRun.Of(command);
        Assert.Equal((0, ""), (whole.Code, whole.Error));
        // What an interruption after the first row leaves.
        Directory.Delete(folder["run/checkpoint/moons/real-nvp"], recursive: true);
        foreach (var file in new[] { "metrics.json", "report.html", "figures/moons.svg" }) File.Delete(folder[$"run/{file}"]);
        var resumed = CommandRun.Of([.. small, folder["run"], "--resume"]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Numbers(whole), Numbers(resumed));

        // A flow that is run alone has the row that it has beside others.
        var alone = CommandRun.Of([.. small, folder["alone"], "--families", "real-nvp"]);
        Assert.Equal(Numbers(whole)[^1], Numbers(alone)[0]);
        CommandRun.Of([.. small, folder["run"], "--resume", "--families", "nice"]).FailsWith(ExitCode.WrongUsage, "families nice,real-nvp, not nice");
    }

    [Fact]
    public void AnInterruptedTrainingContinuesToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        string[] families = ["--families", "nice"];
        CommandRun.Of(new CancellationToken(canceled: true), [.. small, folder["a"], .. families]).FailsWith(ExitCode.Interrupted, "--resume");
        var resumed = CommandRun.Of([.. small, folder["a"], "--resume"]);
        Assert.Equal(Numbers(CommandRun.Of([.. small, folder["b"], .. families])), Numbers(resumed));
    }

    [Theory]
    [InlineData("--toys", "moon", "moons")]
    [InlineData("--families", "nice,glow", "'glow'")]
    public void AnUnknownNameIsRefused(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("study", "flows", "--out", folder["run"], option, value).FailsWith(ExitCode.WrongUsage, expected);
        Assert.False(Directory.Exists(folder["run"]));
    }

    // Every row without its times.
    private static string[] Numbers(CommandRun run)
    {
        using var metrics = JsonDocument.Parse(run.Out);
        return [.. metrics.RootElement.GetProperty("rows").EnumerateArray().Select(r => string.Join(' ', r.EnumerateObject().Where(p => p.Name != "seconds").Select(p => p.Value.GetRawText())))];
    }
}
