using System.Globalization;
using System.Text.Json;
using Ansatz.Random;
using Ansatz.Tests.Tables;

namespace Ansatz.Tests.Cli;

/// <summary>A table through the commands, with every verb.</summary>
public sealed class TableCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string[] Small(string command) => command switch
    {
        "flow" => ["--layers", "1", "--widths", "8", "--epochs", "3", "--members", "3"],
        "vae" => ["--widths", "16", "--epochs", "3", "--nll-samples", "20"],
        _ => [],
    };

    private JsonElement Train(string command, string data, params string[] more)
    {
        var run = CommandRun.Of(["train", command, "--data", data, "--out", folder["run"], "--json", "--quiet", .. Small(command), .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private string Known(int count)
    {
        File.WriteAllText(folder["known.csv"], KnownTable.Csv(KnownTable.Draw(new Rng(1), count)));
        return folder["known.csv"];
    }

    private string People()
    {
        File.WriteAllText(folder["people.csv"], "id;city;age;income;joined\r\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            FormattableString.Invariant($"{i + 100};{(i % 3 == 0 ? "Rome" : "\"Oslo; N\"")};{20 + i % 37};{(i % 20 == 0 ? "" : $"{1000 + i * 7.25 + i % 7}").Replace('.', ',')};2024-01-{1 + i % 28:00}\r\n"))));
        return folder["people.csv"];
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("vae")]
    [InlineData("mixture")]
    public void AKnownTableIsLearntScoredAndSampled(string command)
    {
        var data = Known(600);
        var metrics = Train(command, data);
        var heldOut = metrics.GetProperty("heldOut");
        foreach (var name in new[] { "nats", "standardError", "gaussian", "mixture" }) Assert.True(double.IsFinite(heldOut.GetProperty(name).GetDouble()));
        Assert.Equal(command == "mixture" ? (540, 0, 60) : (480, 60, 60), (metrics.GetProperty("rows").GetProperty("train").GetInt32(), metrics.GetProperty("rows").GetProperty("watched").GetInt32(), metrics.GetProperty("rows").GetProperty("heldOut").GetInt32()));
        Assert.Equal(["positive", "positive", "continuous", "positive"], metrics.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("kind").GetString()));
        MetricsNames.RequireShared(metrics);

        Assert.Equal(0, CommandRun.Of("score", folder["run"], "--data", data, "--out", folder["scores.csv"], "--quiet").Code);
        var scores = File.ReadAllLines(folder["scores.csv"]);
        Assert.Equal((601, "row,nats", "0,"), (scores.Length, scores[0], scores[1][..2]));
        Assert.InRange(scores.Skip(1).Average(l => double.Parse(l.Split(',')[1], CultureInfo.InvariantCulture)), -25, 0);

        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "50", "--out", folder["new.csv"], "--quiet").Code);
        var rows = File.ReadAllLines(folder["new.csv"]);
        Assert.Equal((51, string.Join(',', KnownTable.Names)), (rows.Length, rows[0]));
        Assert.All(rows.Skip(1), r => Assert.True(double.Parse(r.Split(',')[0], CultureInfo.InvariantCulture) > 0));

        var evaluated = JsonDocument.Parse(CommandRun.Of("evaluate", folder["run"], "--json").Out).RootElement;
        Assert.Equal(heldOut.GetProperty("nats").GetDouble(), evaluated.GetProperty("nats").GetDouble());
        Assert.Contains("income", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
        var report = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("<svg", report, StringComparison.Ordinal);
        var furthest = metrics.GetProperty("distances").GetProperty("marginals").EnumerateArray().MaxBy(c => c.GetProperty("distance").GetDouble()).GetProperty("column").GetString();
        Assert.Contains($"&#39;{furthest}&#39;; 0 is equal, 1 is apart", report, StringComparison.Ordinal);
        CommandRun.Of("reconstruct", folder["run"], "--out", folder["x.png"]).FailsWith(1, "a model of a table", "autoencoder");

        File.Delete(folder["run/report.html"]);
        var reported = JsonDocument.Parse(CommandRun.Of("report", folder["run"], "--json").Out).RootElement;
        foreach (var part in new[] { "heldOut", "distances", "copies", "rows", "parametersSha256" }) Assert.Equal(metrics.GetProperty(part).GetRawText(), reported.GetProperty(part).GetRawText());
        Assert.Contains($"ansatz train {command} --data", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);

        File.WriteAllText(folder["holes.csv"], $"{string.Join(',', KnownTable.Names)}\n1.5,,2,3\n,1,,\n");
        Assert.Equal(0, CommandRun.Of("impute", folder["run"], "--data", folder["holes.csv"], "--draws", "3", "--steps", "5", "--out", folder["filled.csv"], "--quiet").Code);
        var filled = File.ReadAllLines(folder["filled.csv"]);
        Assert.Equal(7, filled.Length);
        Assert.All(filled.Skip(1), l => Assert.DoesNotContain("", l.Split(',')));
        Assert.StartsWith("1.5,", filled[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("vae")]
    [InlineData("mixture")]
    public void ATableOfPeopleIsLearntAndDrawnWithItsHeader(string command)
    {
        var metrics = Train(command, People());
        Assert.Equal(["identifier", "categorical", "integer", "positive", "date"], metrics.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("kind").GetString()));
        Assert.Equal(10, metrics.GetProperty("rows").GetProperty("incomplete").GetInt32());
        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "5", "--out", folder["new.csv"], "--quiet").Code);
        var rows = File.ReadAllLines(folder["new.csv"]);
        Assert.Equal("id,city,age,income,joined", rows[0]);
        Assert.All(rows.Skip(1), r => Assert.Matches(@"^,(Rome|Oslo; N),\d+,[\d.]+,$", r));

        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "7", "--given", "city=Rome,age=30", "--out", folder["rome.csv"], "--quiet").Code);
        Assert.All(File.ReadAllLines(folder["rome.csv"]).Skip(1), r => Assert.StartsWith(",Rome,30,", r, StringComparison.Ordinal));
        CommandRun.Of("sample", folder["run"], "--given", "city=Paris", "--out", folder["paris.csv"]).FailsWith(2, "Paris", "Rome");
        CommandRun.Of("sample", folder["run"], "--given", "town=Rome", "--out", folder["paris.csv"]).FailsWith(2, "town", "city");

        File.WriteAllText(folder["odd.csv"], "city,age,income\nRome,30,1000\nParis,30,1000\nRome,,1000\n");
        var scored = JsonDocument.Parse(CommandRun.Of("score", folder["run"], "--data", folder["odd.csv"], "--out", folder["scores.csv"], "--json").Out).RootElement;
        Assert.Equal(2, scored.GetProperty("unscored").GetInt32());
        Assert.Equal(["1,", "2,"], File.ReadAllLines(folder["scores.csv"])[2..]);

        // What the model passes over is written as it was read.
        File.WriteAllText(folder["gaps.csv"], "id;city;age;income;joined\r\n7;Rome;;1000,5;2024-02-29\r\n\"x, y\";;30;1000;\r\n");
        Assert.Equal(0, CommandRun.Of("impute", folder["run"], "--data", folder["gaps.csv"], "--draws", "2", "--steps", "3", "--out", folder["full.csv"], "--quiet").Code);
        var full = File.ReadAllLines(folder["full.csv"]);
        Assert.All(full[1..3], l => Assert.Matches(@"^7,Rome,\d+,1000\.5,2024-02-29$", l));
        Assert.All(full[3..5], l => Assert.Matches("^\"x, y\",(Rome|Oslo; N),30,1000,$", l));

        File.AppendAllText(folder["odd.csv"], "Rome,-30,1000\n");
        var shown = CommandRun.Of("score", folder["run"], "--data", folder["odd.csv"], "--out", folder["scores.csv"], "--force");
        Assert.Equal("3,-inf", File.ReadAllLines(folder["scores.csv"])[4]);
        Assert.Contains("1 outside the bounds of a column", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", shown.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("vae")]
    [InlineData("mixture")]
    public void AModelIsTrainedGivenColumnsAndSampledForThem(string command)
    {
        var metrics = Train(command, People(), "--condition", "city,age");
        Assert.Equal(["city", "age"], metrics.GetProperty("columns").EnumerateArray().Where(c => c.GetProperty("given").GetBoolean()).Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(0, CommandRun.Of("sample", folder["run"], "--count", "7", "--given", "city=Rome,age=30", "--out", folder["rome.csv"], "--quiet").Code);
        var rows = File.ReadAllLines(folder["rome.csv"]);
        Assert.Equal((8, "id,city,age,income,joined"), (rows.Length, rows[0]));
        Assert.All(rows.Skip(1), r => Assert.Matches(@"^,Rome,30,[\d.]+,$", r));
        CommandRun.Of("sample", folder["run"], "--out", folder["x.csv"]).FailsWith(2, "--given is missing", "city=VALUE,age=VALUE");
        CommandRun.Of("sample", folder["run"], "--given", "city=Rome", "--out", folder["x.csv"]).FailsWith(2, "'age'", "conditional");
        CommandRun.Of("sample", folder["run"], "--given", "city=Paris,age=30", "--out", folder["x.csv"]).FailsWith(2, "Paris", "Rome");
        var evaluated = JsonDocument.Parse(CommandRun.Of("evaluate", folder["run"], "--json").Out).RootElement;
        Assert.Equal(metrics.GetProperty("heldOut").GetProperty("nats").GetDouble(), evaluated.GetProperty("nats").GetDouble());
        Assert.Contains("categorical of 2, given", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
        var reported = JsonDocument.Parse(CommandRun.Of("report", folder["run"], "--json").Out).RootElement;
        foreach (var part in new[] { "heldOut", "distances", "columns" }) Assert.Equal(metrics.GetProperty(part).GetRawText(), reported.GetProperty(part).GetRawText());
        Assert.Contains("--condition city,age", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        CommandRun.Of("train", command, "--data", folder["people.csv"], "--condition", "joined", "--out", folder["other"]).FailsWith(2, "--condition joined", "is date", "city, age, income");
    }

    [Theory]
    [InlineData("flow", "bins", "5")]
    [InlineData("vae", "components", "5")]
    public void ARunIsResumedToTheSameBitsAndReplacedOnlyWithForce(string command, string setting, string value)
    {
        var data = Known(300);
        var first = Train(command, data).GetProperty("parametersSha256").GetString();
        CommandRun.Of(["train", command, "--data", data, "--out", folder["run"], .. Small(command)]).FailsWith(1, "--resume", "--force");
        Assert.Equal(first, Train(command, data, "--resume").GetProperty("parametersSha256").GetString());
        Assert.Equal(first, Train(command, data, "--force").GetProperty("parametersSha256").GetString());
        CommandRun.Of(["train", command, "--data", data, "--out", folder["run"], "--resume", $"--{setting}", "4"]).FailsWith(2, $"{setting} {value}, not 4");
    }

    /// <summary>Resume needs no options, also where the run has columns that are given.</summary>
    [Theory]
    [InlineData("flow")]
    [InlineData("vae")]
    [InlineData("mixture")]
    public void AConditionalRunIsResumedToTheSameBits(string command)
    {
        var first = Train(command, People(), "--condition", "city,age").GetProperty("parametersSha256").GetString();
        var resumed = CommandRun.Of("train", command, "--out", folder["run"], "--resume", "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(first, JsonDocument.Parse(resumed.Out).RootElement.GetProperty("parametersSha256").GetString());
    }

    /// <summary>Where no mixture fits the learnt rows, the run says so and is still finished: a column is constant in all rows but a held-out one.</summary>
    [Fact]
    public void AModelWithoutAMixtureToCompareItWithIsMeasured()
    {
        const int Rows = 60;
        var heldOut = new Rng(42).Fork("split").Fork("held out").Permutation(Rows)[^1];
        File.WriteAllText(folder["odd.csv"], "x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => FormattableString.Invariant($"{Math.Sin(i * i):R},{(i == heldOut ? 0.123456 : 0.5)}\n"))));
        var run = CommandRun.Of(["train", "vae", "--data", folder["odd.csv"], "--out", folder["run"], "--json", "--quiet", .. Small("vae")]);
        Assert.Equal(0, run.Code);
        var measured = JsonDocument.Parse(run.Out).RootElement.GetProperty("heldOut");
        Assert.True(double.IsFinite(measured.GetProperty("nats").GetDouble()));
        foreach (var name in new[] { "gaussian", "mixture", "mixtureOfSynthetic" }) Assert.Equal(JsonValueKind.Null, measured.GetProperty(name).ValueKind);
        var report = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("none could be fitted", report, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", report, StringComparison.Ordinal);
    }

    /// <summary>What a message says to do is not refused: more than 1,000 values are no categories.</summary>
    [Fact]
    public void NoHintNamesAKindThatIsRefused()
    {
        string Number(int i) => (Math.Sin(i) * i).ToString("R", CultureInfo.InvariantCulture);
        File.WriteAllText(folder["many.csv"], "id,name,joined,city,x,zero\n" + string.Concat(Enumerable.Range(0, 1300).Select(i => $"{i},person {i},2024-01-{1 + i % 28:00},{(i % 2 == 0 ? "Rome" : i % 3 == 0 ? "Oslo" : "Bonn")},{Number(i)},{(i % 9 == 0 ? "0" : Number(i + 7))}\n")));
        var notes = CommandRun.Of("train", "mixture", "--data", folder["many.csv"], "--components", "1", "--out", folder["run"]).Error;
        Assert.Contains("'id' is passed over: identifier; say --columns id:integer", notes, StringComparison.Ordinal);
        Assert.Contains("'name' is passed over: identifier; it has more than 1,000 values", notes, StringComparison.Ordinal);
        Assert.Contains("'joined' is passed over: date; say --columns joined:categorical", notes, StringComparison.Ordinal);
        Assert.Contains("say --columns zero:skip", notes, StringComparison.Ordinal);
        var used = CommandRun.Of("train", "mixture", "--data", folder["many.csv"], "--components", "1", "--columns", "id:integer,joined:categorical,zero:skip", "--out", folder["run2"]);
        Assert.Equal(0, used.Code);
        CommandRun.Of("train", "mixture", "--data", folder["many.csv"], "--columns", "name:categorical", "--out", folder["run3"]).FailsWith(1, "more than 1,000 different values", "name:skip");
    }

    [Fact]
    public void TheDataDecideWhatAnAutoencoderLearns()
    {
        var data = Known(60);
        CommandRun.Of("train", "vae", "--out", folder["run"]).FailsWith(2, "--data is missing", "table");
        CommandRun.Of("train", "vae", "--data", data, "--network", "dense", "--out", folder["run"]).FailsWith(2, "--network is a setting for images", "a table");
        CommandRun.Of("train", "vae", "--data", data, "--prior", "vamp", "--out", folder["run"]).FailsWith(2, "--prior", "normal or mixture or flow");
        CommandRun.Of("train", "vae", "--data", data, "--condition", "label", "--out", folder["run"]).FailsWith(2, "--condition label", "income");
        CommandRun.Of("train", "vae", "--data", "mnist", "--columns", "a:skip", "--out", folder["run"]).FailsWith(2, "--columns is a setting for tables", "no table");
        CommandRun.Of("train", "vae", "--data", "mnist", "--condition", "city", "--out", folder["run"]).FailsWith(2, "--condition", "label or none");

        // An archive of columns is a table, one of images is not.
        Ansatz.Formats.Npz.Write(folder["columns.npz"], w => w.Add<float>("x", [40, 2], [.. Enumerable.Range(0, 80).Select(i => MathF.Sin(i * i))]));
        var metrics = Train("vae", folder["columns.npz"]);
        Assert.Equal(["x0", "x1"], metrics.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(20, metrics.GetProperty("heldOut").GetProperty("boundDraws").GetInt32());
        File.Delete(folder["columns.npz"]);
        Assert.Contains("latent dimension", CommandRun.Of("inspect", folder["run"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongIsSaidInOneLine()
    {
        CommandRun.Of("train", "flow", "--out", folder["run"]).FailsWith(2, "--data is missing");
        CommandRun.Of("train", "flow", "--data", folder["none.csv"], "--out", folder["run"]).FailsWith(1, "none.csv");
        CommandRun.Of("train", "flow", "--data", Known(30), "--columns", "income:whole", "--out", folder["run"]).FailsWith(2, "whole", "continuous");
        CommandRun.Of("train", "flow", "--data", Known(30), "--columns", "incme:positive", "--out", folder["run"]).FailsWith(2, "incme", "income");
        CommandRun.Of("train", "mixture", "--data", Known(10), "--out", folder["run"]).FailsWith(1, "10 rows", "20 or more");
    }
}
