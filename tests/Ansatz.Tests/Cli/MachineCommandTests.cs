using System.Globalization;
using System.Text.Json;
using Ansatz.Formats;

namespace Ansatz.Tests.Cli;

/// <summary><c>train rbm</c> on a table and on images, with every verb.</summary>
public sealed class MachineCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private JsonElement Train(params string[] options)
    {
        var run = CommandRun.Of(["train", "rbm", "--out", folder["run"], "--epochs", "3", "--json", "--quiet", .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private string Answers()
    {
        File.WriteAllText(folder["answers.csv"], "yes,color,age\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 2},{(i % 2 == 0 ? "red" : i % 3 == 0 ? "green" : "blue")},{20 + i % 50}\n")));
        return folder["answers.csv"];
    }

    // Images of 4 × 3 pixels: a vertical or a horizontal bar.
    private string Bars()
    {
        var pixels = new byte[160 * 12];
        for (var i = 0; i < 160; i++)
            for (var k = 0; k < (i % 2 == 0 ? 4 : 3); k++) pixels[i * 12 + (i % 2 == 0 ? k * 3 + i / 2 % 3 : i / 2 % 4 * 3 + k)] = 255;
        Npz.Write(folder["bars.npz"], archive => archive.Add<byte>("images", [160, 4, 3], pixels));
        return folder["bars.npz"];
    }

    [Fact]
    public void ATableOfCategoriesIsLearntAndHasEveryVerb()
    {
        var metrics = Train("--data", Answers(), "--columns", "age:skip", "--hidden", "4");
        Assert.True(metrics.GetProperty("heldOut").GetProperty("nats").GetDouble() < 0);
        Assert.Equal(4, metrics.GetProperty("components").GetInt32());

        Assert.Equal(0, CommandRun.Of("score", folder["run"], "--data", folder["answers.csv"], "--out", folder["scores.csv"], "--quiet").Code);
        Assert.All(File.ReadAllLines(folder["scores.csv"]).Skip(1), l => Assert.True(double.Parse(l.Split(',')[1], CultureInfo.InvariantCulture) < 0));
        var evaluated = JsonDocument.Parse(CommandRun.Of("evaluate", folder["run"], "--json").Out).RootElement;
        Assert.Equal(metrics.GetProperty("heldOut").GetProperty("nats").GetDouble(), evaluated.GetProperty("nats").GetDouble());
        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "20", "--given", "color=red", "--out", folder["new.csv"], "--quiet").Code);
        Assert.All(File.ReadAllLines(folder["new.csv"]).Skip(1), l => Assert.Matches("^[01],red,$", l));
        Assert.Contains("4 hidden units", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
        File.WriteAllText(folder["holes.csv"], "yes,color\n1,\n,blue\n");
        Assert.Equal(0, CommandRun.Of("impute", folder["run"], "--data", folder["holes.csv"], "--out", folder["filled.csv"], "--quiet").Code);
        Assert.Matches("^1,(red|green|blue),$", File.ReadAllLines(folder["filled.csv"])[1]);
        var reported = JsonDocument.Parse(CommandRun.Of("report", folder["run"], "--json").Out).RootElement;
        Assert.Equal(metrics.GetProperty("heldOut").GetRawText(), reported.GetProperty("heldOut").GetRawText());
        var again = CommandRun.Of("train", "rbm", "--out", folder["run"], "--resume", "--json", "--quiet");
        Assert.Equal(metrics.GetProperty("parametersSha256").GetString(), JsonDocument.Parse(again.Out).RootElement.GetProperty("parametersSha256").GetString());
    }

    [Fact]
    public void ImagesAreLearntAndHaveEveryVerb()
    {
        var metrics = Train("--data", Bars(), "--hidden", "5");
        var evaluated = JsonDocument.Parse(CommandRun.Of("evaluate", folder["run"], "--json").Out).RootElement;
        Assert.Equal(metrics.GetProperty("logLikelihood").GetProperty("test").GetDouble(), evaluated.GetProperty("nats").GetDouble(), 1e-4);
        Assert.True(evaluated.GetProperty("isExact").GetBoolean());
        Assert.Equal(0, CommandRun.Of("score", folder["run"], "--data", folder["bars.npz"], "--out", folder["scores.csv"], "--quiet").Code);
        Assert.Equal((161, "row,nats"), (File.ReadAllLines(folder["scores.csv"]).Length, File.ReadAllLines(folder["scores.csv"])[0]));
        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "6", "--out", folder["new.npz"], "--quiet").Code);
        var drawn = Npz.Read(folder["new.npz"])["images"];
        Assert.Equal([6, 4, 3, 1], drawn.Shape.Dimensions.ToArray());
        Assert.All(drawn.As<byte>().ToArray(), b => Assert.True(b is 0 or 255));
        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--out", folder["new.png"], "--quiet").Code);
        Assert.Contains("12 visible and 5 hidden units", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
        CommandRun.Of("encode", folder["run"], "--out", folder["codes.npz"]).FailsWith(1, "Boltzmann machine", "autoencoder");
    }

    [Fact]
    public void WhatIsWrongIsSaidInOneLine()
    {
        CommandRun.Of("train", "rbm", "--out", folder["run"]).FailsWith(2, "--data is missing");
        CommandRun.Of("train", "rbm", "--data", Answers(), "--out", folder["run"]).FailsWith(1, "'age' is integer", "age:categorical", "age:skip");
        CommandRun.Of("train", "rbm", "--data", Answers(), "--columns", "age:skip", "--binarize", "sampled", "--out", folder["run"]).FailsWith(2, "--binarize", "for images");
        CommandRun.Of("train", "rbm", "--data", Bars(), "--columns", "age:skip", "--out", folder["run"]).FailsWith(2, "--columns", "for tables");
    }
}
