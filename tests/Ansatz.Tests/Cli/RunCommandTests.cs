using System.Text.Json;
using Ansatz.Cli.Shell;
using Ansatz.Formats;

namespace Ansatz.Tests.Cli;

/// <summary>The commands on a finished run: one of ten digits, told their classes, and one without a class.</summary>
public sealed class RunCommandTests(RunCommandTests.Runs runs) : IClassFixture<RunCommandTests.Runs>
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Fact]
    public void EvaluateRepeatsTheRunsNumbers()
    {
        var plain = Json(Done("evaluate", runs.Plain, "--json", "--nll-samples", "20"));
        Assert.Equal(50, plain.GetProperty("images").GetInt32()); // of 60, without those of the class that was left out
        Assert.Equal(plain.GetProperty("reconstruction").GetDouble() + plain.GetProperty("kl").GetDouble(), plain.GetProperty("total").GetDouble());
        var likelihood = plain.GetProperty("logLikelihood");
        Assert.InRange(likelihood.GetProperty("nll").GetDouble(), -5000, plain.GetProperty("total").GetDouble() + 1);
        Assert.InRange(likelihood.GetProperty("ess").GetDouble(), 1, 20);
        Assert.Equal(JsonValueKind.Null, likelihood.GetProperty("paretoK").ValueKind);
        Assert.Equal(1, likelihood.GetProperty("unreliableShare").GetDouble());
        Assert.Contains("25 draws or more", likelihood.GetProperty("warning").GetString(), StringComparison.Ordinal);
        var shown = Done("evaluate", runs.Plain, "--nll-samples", "40").Out;
        Assert.Contains("Pareto k", shown, StringComparison.Ordinal);
        Assert.Contains("Total", Done("evaluate", runs.Plain).Out, StringComparison.Ordinal);
        foreach (var run in new[] { runs.Plain, runs.Conditional })
        {
            var trained = Json(new CommandRun(0, File.ReadAllText(Path.Combine(run, "metrics.json")), "")).GetProperty("validation");
            var again = Json(Done("evaluate", run, "--json"));
            foreach (var name in new[] { "total", "reconstruction", "kl" }) Assert.Equal(trained.GetProperty(name).GetDouble(), again.GetProperty(name).GetDouble());
        }
        CommandRun.Of("evaluate", runs.Conditional, "--nll-samples", "5").FailsWith(ExitCode.WrongUsage, "cross-entropy is no likelihood");
    }

    [Fact]
    public void SamplesComeAsAPictureOrAsArrays()
    {
        using var folder = new TemporaryFolder();
        Done("sample", runs.Plain, "--count", "7", "--out", folder["a.png"]);
        Assert.Equal(7 * 60 - 4, Png.Read(folder["a.png"]).Width); // 7 images of 28 pixels twice as large, and 6 gaps of 4
        Done("sample", runs.Conditional, "--count", "12", "--out", folder["b.npz"]);
        var archive = Npz.Read(folder["b.npz"]);
        Assert.Equal([12, 28, 28, 1], archive["images"].Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], archive["labels"].As<int>());
        Done("sample", runs.Conditional, "--class", "7", "--count", "2", "--out", folder["c.npz"]);
        Assert.Equal([7, 7], Npz.Read(folder["c.npz"])["labels"].As<int>());
        CommandRun.Of("sample", runs.Conditional, "--class", "10", "--out", folder["d.png"]).FailsWith(ExitCode.WrongUsage, "0 to 9");
        CommandRun.Of("sample", runs.Plain, "--class", "1", "--out", folder["d.png"]).FailsWith(ExitCode.WrongUsage, "not conditional");
        CommandRun.Of("sample", runs.Plain, "--out", folder["a.png"]).FailsWith(ExitCode.Failed, "--force");
        CommandRun.Of("sample", runs.Plain, "--out", folder["a.gif"]).FailsWith(ExitCode.Failed, "'.gif'", ".png or .npz");
    }

    [Fact]
    public void TheSameSeedSamplesTheSame()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new[] { ("a", "1"), ("b", "1"), ("c", "2") }) Done("sample", runs.Plain, "--count", "3", "--seed", seed, "--out", folder[$"{name}.png"]);
        Assert.Equal(File.ReadAllBytes(folder["a.png"]), File.ReadAllBytes(folder["b.png"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a.png"]), File.ReadAllBytes(folder["c.png"]));
    }

    [Fact]
    public void ReconstructionsStandBelowTheirOriginals()
    {
        using var folder = new TemporaryFolder();
        foreach (var run in new[] { runs.Plain, runs.Conditional })
        {
            Done("reconstruct", run, "--count", "12", "--out", folder["a.png"], "--force");
            Assert.Equal(4 * 60 - 4, Png.Read(folder["a.png"]).Height); // ten above ten, two above two
            Done("reconstruct", run, "--count", "12", "--data", digits, "--out", folder["a.npz"], "--force");
            var archive = Npz.Read(folder["a.npz"]);
            Assert.Equal(archive["images"].Shape, archive["reconstructions"].Shape);
        }
    }

    [Fact]
    public void CodesAreWrittenWithTheirLabels()
    {
        using var folder = new TemporaryFolder();
        Done("encode", runs.Plain, "--out", folder["a.npz"]);
        var archive = Npz.Read(folder["a.npz"]);
        Assert.Equal([60, 3], archive["means"].Shape);
        Assert.Equal([60], archive["labels"].Shape);
    }

    [Fact]
    public void TraversalsAreRowsOrAPlane()
    {
        using var folder = new TemporaryFolder();
        Done("traverse", runs.Plain, "--out", folder["a.svg"]);
        Assert.Contains("z₃", File.ReadAllText(folder["a.svg"]), StringComparison.Ordinal);
        Done("traverse", runs.Conditional, "--plane", "2,1", "--steps", "5", "--class", "3", "--out", folder["a.png"]);
        Assert.Equal(5 * 56, Png.Read(folder["a.png"]).Width);
        CommandRun.Of("traverse", runs.Plain, "--plane", "1,4", "--out", folder["b.png"]).FailsWith(ExitCode.WrongUsage, "two different dimensions of 1 to 3");
    }

    [Fact]
    public void AWayLeadsFromOneImageToAnother()
    {
        using var folder = new TemporaryFolder();
        Done("interpolate", runs.Conditional, "--from", "0", "--to", "7", "--steps", "6", "--out", folder["a.png"]);
        Assert.Equal(8 * 60 - 4, Png.Read(folder["a.png"]).Width);
        Done("interpolate", runs.Plain, "--steps", "4", "--animate", "--out", folder["b.png"]);
        CommandRun.Of("interpolate", runs.Plain, "--to", "60", "--out", folder["c.png"]).FailsWith(ExitCode.WrongUsage, "0 to 59");
    }

    [Fact]
    public void ScoresTellTheClassThatWasLeftOut()
    {
        using var folder = new TemporaryFolder();
        var left = Json(Done("score", runs.Plain, "--json", "--out", folder["a.csv"]));
        var area = left.GetProperty("area").GetDouble();
        Assert.Equal(Json(new CommandRun(0, File.ReadAllText(Path.Combine(runs.Plain, "metrics.json")), "")).GetProperty("anomaly").GetProperty("area").GetDouble(), area, 0.1);
        Assert.Equal(61, File.ReadAllLines(folder["a.csv"]).Length);
        Assert.NotEqual(area, Json(Done("score", runs.Plain, "--json", "--stranger", "4")).GetProperty("area").GetDouble());
        Assert.Equal(JsonValueKind.Null, Json(Done("score", runs.Conditional, "--json")).GetProperty("area").ValueKind);
        CommandRun.Of("score", runs.Conditional, "--stranger", "8").FailsWith(ExitCode.WrongUsage, "0 of 60 images");
    }

    [Fact]
    public void DenoisingShowsWhatItMends()
    {
        using var folder = new TemporaryFolder();
        var result = Json(Done("denoise", runs.Plain, "--noise", "masking:0.5", "--count", "10", "--out", folder["a.png"], "--json"));
        Assert.Equal(3 * 60 - 4, Png.Read(folder["a.png"]).Height);
        Assert.InRange(result.GetProperty("damagedError").GetDouble(), 0.01, 0.2);
        Assert.True(result.GetProperty("cleanedError").GetDouble() > 0);
        Assert.Equal("none", Json(Done("denoise", runs.Plain, "--noise", "none", "--out", folder["b.npz"], "--json")).GetProperty("noise").GetString());
    }

    [Fact]
    public void InspectTellsWhatItIs()
    {
        var run = Done("inspect", runs.Conditional);
        Assert.Contains("conditional on 10 classes", run.Out, StringComparison.Ordinal);
        Assert.Contains("JoinLabels(10)", run.Out, StringComparison.Ordinal);
        Assert.Equal(3, Json(Done("inspect", runs.Plain, "--json")).GetProperty("latent").GetInt32());
    }

    [Fact]
    public void AllImagesOfAPersonsFolderAreJudged()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["mine"]);
        for (var i = 0; i < 3; i++) Png.Write(folder[$"mine/{i}.png"], new Image(28, 28, 1));
        Assert.Equal(3, Json(Done("score", runs.Plain, "--data", folder["mine"], "--json")).GetProperty("images").GetInt32());
        for (var i = 1; i < 3; i++) File.Delete(folder[$"mine/{i}.png"]);
        CommandRun.Of("evaluate", runs.Plain, "--data", folder["mine"]).FailsWith(ExitCode.Failed, "1 image;", "2 or more");
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("resampled")]
    public void GrayImagesAreJudgedInBlackAndWhiteWhereTheRunsWere(string how)
    {
        using var folder = new TemporaryFolder();
        Done("train", "vae", "--data", digits, "--binarize", how, "--likelihood", "bernoulli", "--network", "dense", "--widths", "8", "--epochs", "1", "--batch", "20", "--out", folder["run"]);
        Assert.InRange(Json(Done("evaluate", folder["run"], "--data", digits, "--json")).GetProperty("total").GetDouble(), 1, 2000);
        Assert.InRange(Json(Done("score", folder["run"], "--data", digits, "--json")).GetProperty("quantile95").GetDouble(), 1, 2000);
    }

    [Fact]
    public void WhatIsNoRunIsToldSo()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("inspect", folder["nothing"]).FailsWith(ExitCode.Failed, "no config.json");
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run/config.json"], "{}");
        CommandRun.Of("inspect", folder["run"]).FailsWith(ExitCode.Failed, "config.json", "expected 'study', which a run writes");
        File.WriteAllText(folder["run/config.json"], """{"study":"mnist-conv"}""");
        CommandRun.Of("inspect", folder["run"]).FailsWith(ExitCode.Failed, "not finished");
        File.WriteAllText(folder["run/config.json"], """{"study":"mnist-strangers"}""");
        CommandRun.Of("inspect", folder["run"]).FailsWith(ExitCode.Failed, "a run of mnist-strangers", "leaves an autoencoder");
        Directory.CreateDirectory(folder["mine"]);
        Png.Write(folder["mine/a.png"], new Image(9, 7, 3));
        Png.Write(folder["mine/b.png"], new Image(9, 7, 3));
        CommandRun.Of("evaluate", runs.Plain, "--data", folder["mine"]).FailsWith(ExitCode.Failed, "[7, 9, 3]", "[28, 28, 1]");
    }

    private static CommandRun Done(params string[] command)
    {
        var run = CommandRun.Of([.. command, "--quiet"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    private static JsonElement Json(CommandRun run) => JsonDocument.Parse(run.Out).RootElement;

    /// <summary>Two runs that all tests look at.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Runs()
        {
            string[] both = [.. "train vae --epochs 2 --batch 20 --network dense --widths 32 --quiet --data".Split(' '), digits, "--out"];
            Assert.Equal(0, CommandRun.Of([.. both, Plain, "--latent", "3", "--likelihood", "gaussian", "--leave-out", "1"]).Code);
            Assert.Equal(0, CommandRun.Of([.. both, Conditional, "--latent", "2", "--condition", "label"]).Code);
        }

        /// <summary>Three latent dimensions, a likelihood, class 1 left out.</summary>
        public string Plain => folder["plain"];

        /// <summary>Two latent dimensions, told the class, a cross-entropy.</summary>
        public string Conditional => folder["conditional"];

        public void Dispose() => folder.Dispose();
    }
}
