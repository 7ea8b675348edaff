using System.Text.Json;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

public sealed class StudyTwoGaussiansTests
{
    private static readonly string[] numbers = ["phi", "mu0", "sigma0", "mu1", "sigma1"];

    [Fact]
    public void BothWaysAgreeWithEachOtherAndWithTheTruthWithinSamplingError()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("study", "two-gaussians", "--out", folder["run"], "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "config.json", "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html", "figures/density.svg", "figures/learning.svg" })
            Assert.True(File.Exists(folder[$"run/{name}"]), name);
        Assert.Equal(File.ReadAllText(folder["run/metrics.json"]), run.Out);

        using var metrics = JsonDocument.Parse(run.Out);
        var root = metrics.RootElement;
        double Of(string source, string name) => root.GetProperty(source).GetProperty(name).GetDouble();
        Assert.Equal([0.7, 5, 2, 20, 3], numbers.Select(n => Of("truth", n)));
        foreach (var name in numbers)
        {
            Assert.Equal(Of("em", name), Of("gradient", name), tolerance: 1e-4);
            // Four standard errors, and what rounding to integers adds to σ: √(σ² + 1/12) − σ < 0.021.
            Assert.Equal(Of("truth", name), Of("em", name), tolerance: 4 * Of("standardErrors", name) + 0.021);
        }
        Assert.Equal(Of("em", "logLikelihood"), Of("gradient", "logLikelihood"), tolerance: 1e-6);
        Assert.InRange(Of("em", "logLikelihood"), Of("truth", "logLikelihood"), Of("truth", "logLikelihood") + 20);
        var criteria = root.GetProperty("byComponents").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3, 4], criteria.Select(c => c.GetProperty("components").GetInt32()));
        Assert.Equal(2, criteria.MinBy(c => c.GetProperty("bic").GetDouble()).GetProperty("components").GetInt32());
        Assert.Equal(Of("em", "logLikelihood"), criteria[1].GetProperty("logLikelihood").GetDouble(), tolerance: 1e-6);
        Assert.Equal(5 * Math.Log(500) - 10, criteria[1].GetProperty("bic").GetDouble() - criteria[1].GetProperty("aic").GetDouble(), tolerance: 1e-9);
        Assert.Equal(42, root.GetProperty("seed").GetInt32());
        MetricsNames.RequireShared(root);
        foreach (var source in new[] { "truth", "gradient", "em" })
            Assert.Equal([.. numbers, "logLikelihood"], root.GetProperty(source).EnumerateObject().Select(p => p.Name));
        Assert.Equal(2000, root.GetProperty("epochs").GetInt32());
    }

    [Fact]
    public void OneEpochRunsThroughAndIsContinuedOnlyAsItWas()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("study", "two-gaussians", "--epochs", "1", "--seed", "3", "--out", folder["run"], "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("By gradient", run.Out, StringComparison.Ordinal);
        string[] again = ["study", "two-gaussians", "--out", folder["run"], "--quiet"];
        CommandRun.Of(again).FailsWith(ExitCode.Failed, "holds a run already");
        CommandRun.Of([.. again, "--resume", "--seed", "4"]).FailsWith(ExitCode.WrongUsage, "seed 3, not 4");
        CommandRun.Of([.. again, "--resume", "--force"]).FailsWith(ExitCode.WrongUsage, "both --resume and --force");
        var resumed = CommandRun.Of([.. again, "--resume"]);
        Assert.Equal(run.Out.Split('\n').Single(l => l.StartsWith("weights", StringComparison.Ordinal)), resumed.Out.Split('\n').Single(l => l.StartsWith("weights", StringComparison.Ordinal)));
    }

    [Fact]
    public void InterruptedAndContinuedItGivesTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["study", "two-gaussians", "--epochs", "5", "--json", "--quiet", "--out"];
        CommandRun.Of(new CancellationToken(canceled: true), [.. command, folder["a"]]).FailsWith(ExitCode.Interrupted, "--resume");
        var resumed = CommandRun.Of("study", "two-gaussians", "--out", folder["a"], "--resume", "--json", "--quiet");
        var whole = CommandRun.Of([.. command, folder["b"]]);
        Assert.Equal(Hash(whole), Hash(resumed));

        static string Hash(CommandRun run) => JsonDocument.Parse(run.Out).RootElement.GetProperty("parametersSha256").GetString()!;
    }
}
