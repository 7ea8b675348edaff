using System.Text.Json;
using System.Text.Json.Nodes;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Cli;

/// <summary>A <c>config.json</c> goes through the same checks as the options.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    private readonly TemporaryFolder folder = new();

    private string ConfigPath => folder["c.json"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"learningrate": 0.01}""", "learningrate: unknown key; did you mean 'learningRate'?")]
    [InlineData("""{"batchSize": 4294967300}""", "batchSize: found 4294967300; expected a whole number from 1 to 65,536")]
    [InlineData("""{"batchSize": 12.5}""", "batchSize: found 12.5; expected a whole number")]
    [InlineData("""{"epochs": null}""", "epochs: found null; expected a whole number")]
    [InlineData("""{"epochs": "many"}""", "epochs: found \"many\"; expected a whole number")]
    [InlineData("""{"learningRate": 1e999}""", "learningRate: found 1e999; expected a number")]
    [InlineData("""{"schedule": "sawtooth"}""", "schedule: found 'sawtooth'; expected constant or cosine")]
    [InlineData("""{"noise": "gaussian"}""", "noise: found 'gaussian'; expected gaussian:SIGMA")]
    [InlineData("""{"noise": {"kind": "gaussian", "share": 0.3}}""", "noise: found {")]
    [InlineData("""{"noise": {"kind": "gaussian", "sigma": -1}}""", "noise: found {")]
    [InlineData("""{"design": {"likelihood": "magic"}}""", "design.likelihood: found 'magic'; expected cross-entropy")]
    [InlineData("""{"design": {"likelihood": null}}""", "design.likelihood: found null")]
    [InlineData("""{"design": {"widths": []}}""", "design.widths: found []; expected 1 to 8 whole numbers")]
    [InlineData("""{"design": {"widths": [4, 0]}}""", "design.widths: found 0; expected")]
    [InlineData("""{"design": 7}""", "design: found 7; expected {")]
    [InlineData("""{"design": {"laten": 3}}""", "design.laten: unknown key; did you mean 'design.latent'?")]
    [InlineData("""{"epochs": 1, "epochs": 2}""", "epochs")]
    [InlineData("""[1, 2]""", "found no object")]
    [InlineData("""{"epochs": """, "expected JSON")]
    public void AFaultIsWrongUsageAndNamesTheFileAndTheKey(string json, string expected)
    {
        File.WriteAllText(ConfigPath, json);
        CommandRun.Of("train", "vae", "--data", digits, "--config", ConfigPath, "--out", folder["run"]).FailsWith(ExitCode.WrongUsage, $"--config {ConfigPath}", expected);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void AMissingFileIsWrongUsage() =>
        CommandRun.Of("train", "vae", "--data", digits, "--config", folder["none.json"], "--out", folder["run"]).FailsWith(ExitCode.WrongUsage, "--config", folder["none.json"]);

    [Fact]
    public void WhatItLeavesOutHasItsDefault()
    {
        File.WriteAllText(ConfigPath, """{"epochs": 1, "batchSize": 50, "design": {"network": "dense", "widths": [4], "latent": 2}}""");
        var config = Config(Done("train", "vae", "--data", digits, "--config", ConfigPath, "--quiet", "--json", "--out", folder["run"]));
        Assert.Equal((1, 50, 1e-3, 1.0), ((int)config["epochs"]!, (int)config["batchSize"]!, (double)config["learningRate"]!, (double)config["design"]!["beta"]!));
    }

    [Fact]
    public void TheConfigurationOfARunGivesItsBitsAgain()
    {
        string[] train = ["train", "vae", "--data", digits, "--quiet", "--json"];
        string[] settings = [.. "--network dense --widths 4 --latent 2 --batch 50 --epochs 2 --noise masking:0.25 --schedule constant --warm-up 0.5 --seed 3 --activation leaky-relu".Split(' ')];
        var first = Done([.. train, .. settings, "--out", folder["run"]]);
        var second = Done([.. train, "--config", folder["run/config.json"], "--batch", "50", "--out", folder["again"]]);
        Assert.Equal(first.GetProperty("parametersSha256").GetString(), second.GetProperty("parametersSha256").GetString());
        Assert.Equal(File.ReadAllText(folder["run/config.json"]), File.ReadAllText(folder["again/config.json"]));
    }

    [Fact]
    public void EvaluateRepeatsTheNumbersOfTheBoundThatWasTrained()
    {
        var run = Done("train", "vae", "--data", digits, "--quiet", "--json", "--network", "dense", "--widths", "4", "--latent", "2", "--batch", "50", "--epochs", "1", "--samples", "5", "--out", folder["run"]).GetProperty("validation");
        var again = Done("evaluate", folder["run"], "--json", "--quiet");
        foreach (var field in new[] { "total", "reconstruction", "kl" }) Assert.Equal(run.GetProperty(field).GetDouble(), again.GetProperty(field).GetDouble());
        Assert.NotEqual(run.GetProperty("reconstruction").GetDouble() + run.GetProperty("kl").GetDouble(), run.GetProperty("total").GetDouble());
    }

    private JsonObject Config(JsonElement _) => JsonNode.Parse(File.ReadAllText(folder["run/config.json"]))!.AsObject();

    private static JsonElement Done(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }
}
