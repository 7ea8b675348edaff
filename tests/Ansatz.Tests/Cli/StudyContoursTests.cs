using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>The study through its command, on a hundred images and for an epoch: what it writes, not how good it is.</summary>
public sealed class StudyContoursTests(StudyContoursTests.SmallStudy study) : IClassFixture<StudyContoursTests.SmallStudy>
{
    private static readonly string[] small = ["study", "contours", "--images", "100", "--epochs", "1", "--seed", "7", "--quiet"];

    [Fact]
    public void ItWritesAWholeRun()
    {
        var (folder, run) = (study.Folder, study.Run);
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "config.json", "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html", "figures/interpolation.png" })
            Assert.True(File.Exists(folder[$"run/{name}"]), name);

        Assert.Equal(File.ReadAllText(folder["run/metrics.json"]), run.Out);
        using var metrics = JsonDocument.Parse(run.Out);
        var root = metrics.RootElement;
        Assert.Equal("contours", root.GetProperty("study").GetString());
        Assert.Equal(7, root.GetProperty("seed").GetInt32());
        MetricsNames.RequireShared(root);
        var validation = root.GetProperty("validation");
        Assert.Equal(validation.GetProperty("reconstruction").GetDouble() + 2 * validation.GetProperty("kl").GetDouble(), validation.GetProperty("total").GetDouble());
        MetricsNames.RequireNumbers(root, "frechet.noiseFloor", "factorRecovery.a", "manifold.thetaKs", "imagesPerSecond.train", "activeUnits", "parameters");

        var report = File.ReadAllText(folder["run/report.html"]);
        Assert.DoesNotMatch(new Regex("\b(src|href)=\"(?!data:|#)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)), report);
        Assert.DoesNotContain("<script", report, StringComparison.Ordinal);
        Assert.Equal(7, Regex.Count(report, "<figure>", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Contains(root.GetProperty("parametersSha256").GetString()!, report, StringComparison.Ordinal);
        Assert.Contains(validation.GetProperty("total").GetDouble().ToString("0.0", CultureInfo.InvariantCulture), report, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunIsKeptUnlessForcedAndContinuedOnlyAsItWas()
    {
        var run = study.Folder["run"];
        CommandRun.Of([.. small, "--out", run]).FailsWith(ExitCode.Failed, run, "holds a run already", "--resume", "--force");
        CommandRun.Of([.. small, "--out", run, "--resume", "--force"]).FailsWith(ExitCode.WrongUsage, "both --resume and --force");
        CommandRun.Of("study", "contours", "--out", run, "--resume", "--images", "200").FailsWith(ExitCode.WrongUsage, "images 100, not 200");
        Assert.Equal(study.Run.Out, File.ReadAllText(study.Folder["run/metrics.json"]));
    }

    [Fact]
    public void ADamagedConfigurationIsTold()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run/config.json"], "{ \"study\": ");
        CommandRun.Of("study", "contours", "--out", folder["run"], "--resume").FailsWith(ExitCode.Failed, "config.json", "--force");
    }

    [Fact]
    public void InterruptedAndContinuedItGivesTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(new CancellationToken(canceled: true), [.. small, "--out", folder["run"]])
            .FailsWith(ExitCode.Interrupted, "interrupted", $"--out {folder["run"]} --resume");
        Assert.True(File.Exists(folder["run/checkpoint/state.safetensors"]));
        Assert.False(File.Exists(folder["run/metrics.json"]));
        var resumed = CommandRun.Of("study", "contours", "--out", folder["run"], "--resume", "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Hash(study.Run.Out), Hash(resumed.Out));
    }

    [Theory]
    [InlineData("--images 10", "--images 10", "batches of 32", "at least 100")]
    [InlineData("--images 0", "--images", "'0'")]
    [InlineData("--epochs 0", "--epochs", "'0'")]
    [InlineData("--network huge", "'huge'", "compact or paper")]
    [InlineData("--network papr", "'papr'", "did you mean 'paper'")]
    [InlineData("--recipe published --nonsense", "'--nonsense'")]
    public void WrongUsageIsOneLine(string options, params string[] words)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of([.. "study contours".Split(' '), .. options.Split(' '), "--out", folder["run"]]).FailsWith(ExitCode.WrongUsage, words);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static string Hash(string metrics) => JsonDocument.Parse(metrics).RootElement.GetProperty("parametersSha256").GetString()!;

    /// <summary>One run that all tests look at.</summary>
    public sealed class SmallStudy : IDisposable
    {
        public SmallStudy() => Run = CommandRun.Of([.. small, "--out", Folder["run"], "--json"]);

        internal TemporaryFolder Folder { get; } = new();

        internal CommandRun Run { get; }

        public void Dispose() => Folder.Dispose();
    }
}
