using System.Text.Json;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Random;

namespace Ansatz.Tests.Cli;

/// <summary>The study of a Boltzmann machine through its command, on a few small images of bars.</summary>
public sealed class StudyRbmTests : IDisposable
{
    private const int Side = 6;

    private readonly TemporaryFolder folder = new();
    private readonly string[] small;

    public StudyRbmTests()
    {
        Directory.CreateDirectory(folder["data"]);
        Write("train", 300);
        Write("t10k", 60);
        small = ["study", "rbm", "--data", folder["data"], "--quiet", "--out", folder["run"]];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheExactLikelihoodIsMeasuredAndTheRunIsWhole()
    {
        var run = CommandRun.Of([.. small, "--hidden", "5", "--epochs", "20", "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "config.json", "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html", "figures/examples.png", "figures/filters.png", "figures/chains.svg", "figures/samples.png", "figures/learning.svg" })
            Assert.True(File.Exists(folder[$"run/{name}"]), name);
        Assert.Equal(File.ReadAllText(folder["run/metrics.json"]), run.Out);
        var root = JsonDocument.Parse(run.Out).RootElement;
        var likelihood = root.GetProperty("logLikelihood");
        Assert.Equal("exact", likelihood.GetProperty("method").GetString());
        var test = likelihood.GetProperty("test").GetDouble();
        // Independent pixels have 36 times the entropy of a share of ⅓, 22.9 nats; the bars' own entropy is log(6·6·…) ≈ 4.
        Assert.InRange(test, -22.5, -4);
        Assert.Equal(test, likelihood.GetProperty("low").GetDouble());
        Assert.Equal(test, likelihood.GetProperty("high").GetDouble());
        Assert.Equal(JsonValueKind.Number, root.GetProperty("logZ").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("annealing").ValueKind);
        Assert.InRange(root.GetProperty("pseudoLogLikelihood").GetDouble(), test, 0);
        Assert.InRange(root.GetProperty("reconstructionError").GetDouble(), 0, 36);
        Assert.Equal(64, root.GetProperty("parametersSha256").GetString()!.Length);
        Assert.Equal(20, root.GetProperty("epochs").GetInt32());
        Assert.True(root.GetProperty("seconds").GetProperty("total").GetDouble() > 0);
        Assert.DoesNotContain("loss", File.ReadAllText(folder["run/report.html"]), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void LargeMachinesAreBracketed()
    {
        var run = CommandRun.Of([.. small, "--hidden", "40", "--epochs", "1", "--annealing", "50", "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var root = JsonDocument.Parse(run.Out).RootElement;
        var likelihood = root.GetProperty("logLikelihood");
        var annealing = root.GetProperty("annealing");
        Assert.Equal("ais", likelihood.GetProperty("method").GetString());
        Assert.InRange(likelihood.GetProperty("test").GetDouble(), likelihood.GetProperty("low").GetDouble(), likelihood.GetProperty("high").GetDouble());
        Assert.Equal(likelihood.GetProperty("test").GetDouble(), annealing.GetProperty("forward").GetDouble());
        Assert.True(annealing.GetProperty("forwardError").GetDouble() > 0);
        Assert.True(annealing.GetProperty("reverseError").GetDouble() > 0);
        Assert.Equal(0.95, annealing.GetProperty("coverage").GetDouble());
        foreach (var name in new[] { "ess", "reverseEss" }) Assert.InRange(annealing.GetProperty(name).GetDouble(), 1, 100);
        foreach (var name in new[] { "paretoK", "reverseParetoK" }) Assert.InRange(annealing.GetProperty(name).GetDouble(), -2, 10);
        Assert.True(annealing.TryGetProperty("warning", out _));
    }

    [Fact]
    public void InterruptedAndContinuedItGivesTheSameWeights()
    {
        string[] options = ["--hidden", "4", "--epochs", "2", "--cd", "2", "--chains", "batch", "--gradient", "plain", "--json"];
        CommandRun.Of(new CancellationToken(canceled: true), [.. small, .. options]).FailsWith(ExitCode.Interrupted, "--resume");
        var resumed = CommandRun.Of("study", "rbm", "--out", folder["run"], "--resume", "--json", "--quiet");
        var whole = CommandRun.Of([.. small[..^1], folder["other"], .. options]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Hash(whole), Hash(resumed));
        CommandRun.Of("study", "rbm", "--out", folder["run"], "--resume", "--hidden", "5", "--quiet").FailsWith(ExitCode.WrongUsage, "hidden 4, not 5");
    }

    [Theory]
    [InlineData("default", 0.1, "falls from 0.1 to 0")]
    [InlineData("published", 0.01, "is 0.01")]
    public void ARecipeSaysHowTheLearningRateGoes(string recipe, double rate, string told)
    {
        var run = CommandRun.Of([.. small, "--hidden", "4", "--epochs", "1", "--recipe", recipe, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        using var config = JsonDocument.Parse(File.ReadAllText(folder["run/config.json"]));
        Assert.Equal(rate, config.RootElement.GetProperty("learningRate").GetDouble());
        Assert.Contains(told, File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void PixelsCutOffDrawnOnceAndDrawnAnewTeachDifferently()
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var how in new[] { "threshold", "sampled", "resampled" })
        {
            var run = CommandRun.Of([.. small, "--hidden", "4", "--epochs", "2", "--binarize", how, "--force", "--json"]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.True(hashes.Add(Hash(run)), how);
        }
    }

    [Fact]
    public void PatienceHoldsImagesOut()
    {
        var run = CommandRun.Of([.. small, "--hidden", "4", "--epochs", "3", "--patience", "2", "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        using var config = JsonDocument.Parse(File.ReadAllText(folder["run/config.json"]));
        Assert.Equal(270, config.RootElement.GetProperty("trainingImages").GetInt32());
        Assert.Equal(30, config.RootElement.GetProperty("heldOutImages").GetInt32());
        Assert.Contains("validation_freeEnergyGap", File.ReadAllText(folder["run/history.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongDataAreToldBeforeAnythingIsWritten()
    {
        File.WriteAllBytes(folder["data/t10k-images-idx3-ubyte"], [0, 0, 8, 3, 0, 0]);
        CommandRun.Of(small).FailsWith(ExitCode.Failed, "t10k-images-idx3-ubyte");
        CommandRun.Of([.. small, "--hidden", "0"]).FailsWith(ExitCode.WrongUsage, "--hidden", "'0'");
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static string Hash(CommandRun run) => JsonDocument.Parse(run.Out).RootElement.GetProperty("parametersSha256").GetString()!;

    // Each row white with probability ⅓, less one pixel here and there.
    private void Write(string part, int count)
    {
        var pixels = new byte[count * Side * Side];
        var rng = new Rng(1).Fork(part);
        for (var n = 0; n < count; n++)
            for (var row = 0; row < Side; row++)
            {
                var isWhite = rng.NextUniform() < 1f / 3;
                for (var x = 0; x < Side; x++) pixels[(n * Side + row) * Side + x] = isWhite && rng.NextUniform() < 0.95f ? (byte)200 : (byte)40;
            }
        Idx.Write(folder[$"data/{part}-images-idx3-ubyte"], [count, Side, Side], pixels);
        Idx.Write(folder[$"data/{part}-labels-idx1-ubyte"], [count], new byte[count]);
    }
}
