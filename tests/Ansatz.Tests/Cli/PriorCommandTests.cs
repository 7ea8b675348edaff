using System.Text.Json;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>A learnt prior through the commands: trained, continued to the same bits, evaluated, shown.</summary>
public sealed class PriorCommandTests
{
    [Theory]
    [InlineData("flow", "joint")]
    [InlineData("mixture", "after")]
    public void AStudyOfContoursTakesAPrior(string prior, string fit)
    {
        using var folder = new TemporaryFolder();
        string[] command = ["study", "contours", "--images", "100", "--epochs", "1", "--seed", "7", "--prior", prior, "--prior-fit", fit, "--json", "--quiet"];
        var whole = CommandRun.Of([.. command, "--out", folder["whole"]]);
        Assert.Equal((0, ""), (whole.Code, whole.Error));
        CommandRun.Of(new CancellationToken(canceled: true), [.. command, "--out", folder["run"]]).FailsWith(ExitCode.Interrupted, "--resume");
        var resumed = CommandRun.Of("study", "contours", "--out", folder["run"], "--resume", "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        using JsonDocument first = JsonDocument.Parse(whole.Out), second = JsonDocument.Parse(resumed.Out);
        Assert.Equal(Text(first, "parametersSha256"), Text(second, "parametersSha256"));
        Assert.Equal("at the draws", first.RootElement.GetProperty("validation").GetProperty("klEstimator").GetString());

        var evaluated = CommandRun.Of("evaluate", folder["run"], "--json");
        Assert.Equal((0, ""), (evaluated.Code, evaluated.Error));
        using var again = JsonDocument.Parse(evaluated.Out);
        Assert.Equal(first.RootElement.GetProperty("validation").GetProperty("total").GetDouble(), again.RootElement.GetProperty("total").GetDouble());
        Assert.Contains($"prior          {prior}", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeFittedAfterwardsIsRefused()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("study", "contours", "--images", "100", "--prior", "vamp", "--out", folder["run"]).FailsWith(ExitCode.WrongUsage, "--prior vamp", "--prior-fit joint");
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static string? Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString();
}
