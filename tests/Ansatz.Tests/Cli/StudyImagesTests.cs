using System.Text.Json;
using System.Text.RegularExpressions;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>The studies of digits and <c>train vae</c> through their commands, on a few digits and for an epoch: what they write, not how good it is.</summary>
public sealed class StudyImagesTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Theory]
    [InlineData("mnist-conv", 96_453, 5)]
    [InlineData("mnist-latent8", 48_785, 6)]
    [InlineData("mnist-dense", 1_068_820, 5)]
    public void AStudyWritesAWholeRun(string study, long parameters, int figures)
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("study", study, "--data", digits, "--epochs", "1", "--batch", "50", "--seed", "7", "--json", "--quiet", "--out", folder["run"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "config.json", "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html", "figures/loss.svg", "figures/latent-grid.png" })
            Assert.True(File.Exists(folder[$"run/{name}"]), name);

        Assert.Equal(File.ReadAllText(folder["run/metrics.json"]), run.Out);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((study, 7, 1, parameters), (root.GetProperty("study").GetString(), root.GetProperty("seed").GetInt32(), root.GetProperty("epochs").GetInt32(), root.GetProperty("parameters").GetInt64()));
        var validation = root.GetProperty("validation");
        Assert.Equal(validation.GetProperty("reconstruction").GetDouble() + validation.GetProperty("kl").GetDouble(), validation.GetProperty("total").GetDouble());
        Assert.Equal(study == "mnist-conv" ? 0 : 784 * Math.Log(Math.PI) / 2, validation.GetProperty("constant").GetDouble(), 1e-9);
        MetricsNames.RequireAutoencoder(root, latent: study == "mnist-latent8" ? 8 : 2);
        Assert.Equal(validation.GetProperty("kl").GetDouble(), root.GetProperty("klByDimension").EnumerateArray().Sum(e => e.GetDouble()), 1e-3);
        var report = File.ReadAllText(folder["run/report.html"]);
        // What a reader wants to see first stands first.
        int Place(string text) => report.IndexOf(text, StringComparison.Ordinal);
        Assert.True(Place("id=\"the-numbers\"") < Place("alt=\"Originals above reconstructions\"") && Place("alt=\"Decoded samples\"") < Place("id=\"the-model\"") && Place("id=\"the-model\"") < Place("id=\"the-latent-space\""), "the pictures do not follow the numbers");
        Assert.Equal(figures + 3, Regex.Count(report, "<figure>", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Equal(root.GetProperty("parametersSha256").GetString(), ParametersHash.Of(ModelFile.Load<VariationalAutoencoder>(folder["run/model.safetensors"]).Parameters()));
    }

    [Theory]
    [InlineData("--condition label --likelihood continuous-bernoulli --posterior full --dropout 0.1", "samples-by-class.svg")]
    [InlineData("--noise masking:0.5 --beta 2 --anneal 1 --schedule cosine --warm-up 0.5 --likelihood gaussian", "reconstructions.png")]
    [InlineData("--likelihood bernoulli --binarize resampled --samples 3 --latent 5 --nll-samples 10", "kl.svg")]
    [InlineData("--leave-out 1 --likelihood squared-error --binarize threshold", "roc.svg")]
    [InlineData("--prior flow --posterior iaf --latent 3", "kl.svg")]
    [InlineData("--prior mixture --prior-fit after --posterior planar", "samples.png")]
    [InlineData("--free-bits 0.5 --latent 1 --likelihood discretized-logistic --learning-rate 1e-4", "traversals.svg")]
    public void EveryTechniqueIsAnOption(string techniques, string figure)
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of([.. "train vae --epochs 1 --batch 50 --network dense --widths 24 --json --quiet --data".Split(' '), digits, .. techniques.Split(' '), "--out", folder["run"]]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.True(File.Exists(folder[$"run/figures/{figure}"]));
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(techniques.Contains("nll", StringComparison.Ordinal) ? JsonValueKind.Object : JsonValueKind.Null, root.GetProperty("logLikelihood").ValueKind);
        Assert.Equal(techniques.Contains("leave", StringComparison.Ordinal) ? JsonValueKind.Object : JsonValueKind.Null, root.GetProperty("anomaly").ValueKind);
    }

    [Fact]
    public void InterruptedAndContinuedItGivesTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        string[] command = [.. "train vae --network dense --widths 24 --batch 50 --epochs 2 --noise gaussian:0.2 --condition label --dropout 0.2 --data".Split(' '), digits, "--quiet"];
        var whole = CommandRun.Of([.. command, "--json", "--out", folder["whole"]]);
        CommandRun.Of(new CancellationToken(canceled: true), [.. command, "--out", folder["run"]]).FailsWith(ExitCode.Interrupted, "ansatz train vae", "--resume");
        var resumed = CommandRun.Of("train", "vae", "--out", folder["run"], "--resume", "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Hash(whole.Out), Hash(resumed.Out));
        var again = CommandRun.Of("train", "vae", "--config", folder["whole/config.json"], "--out", folder["again"], "--json", "--quiet");
        Assert.Equal(Hash(whole.Out), Hash(again.Out));
        CommandRun.Of("train", "vae", "--out", folder["run"], "--resume", "--epochs", "1").FailsWith(ExitCode.WrongUsage, "epochs 2, not 1", "more --epochs");
    }

    [Fact]
    public void AFolderOfAPersonsImagesTrains()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["mine"]);
        for (var i = 0; i < 20; i++)
        {
            var image = new Image(9, 7, 3);
            image.Pixels.Fill((byte)(12 * i));
            Png.Write(folder[$"mine/{i:00}.png"], image);
        }
        var run = CommandRun.Of("train", "vae", "--data", folder["mine"], "--epochs", "1", "--json", "--quiet", "--out", folder["run"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("\"batchSize\": 2,", File.ReadAllText(folder["run/config.json"]), StringComparison.Ordinal); // 18 train, eight steps
        Assert.Equal([7, 9, 3], ModelFile.Load<VariationalAutoencoder>(folder["run/model.safetensors"]).Decoder.Given(Ansatz.Tensors.Tensor.Zeros([1, 16])).EventShape);
    }

    [Theory]
    [InlineData("--likelihood bernoulli", "black and white pixels only", "--binarize")]
    [InlineData("--samples 5 --free-bits 1", "--samples and --free-bits")]
    [InlineData("--samples 5 --beta 2", "--samples with a weight")]
    [InlineData("--free-bits 1 --posterior full", "--posterior diagonal")]
    [InlineData("--leave-out 12", "the classes are 0 to 9")]
    [InlineData("--nll-samples 5", "cross-entropy is no likelihood")]
    [InlineData("--network dense --widths 65536,65536,65536,65536,65536,65536,65536,65536", "the network cannot be built for images of 28 × 28")]
    [InlineData("--noise loud:0.2", "'loud:0.2'", "salt-and-pepper:SHARE")]
    [InlineData("--noise gaussian:x", "'gaussian:x'")]
    [InlineData("--widths 3,x", "'3,x'", "whole numbers")]
    [InlineData("--batch 5000", "200 training images are too few for batches of 5000")]
    [InlineData("--likelihood bernouli", "did you mean 'bernoulli'")]
    [InlineData("--beta -1", "'-1'", "a number from 0")]
    public void WhatCannotBeTrainedIsOneLine(string options, params string[] words)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of([.. "train vae --data".Split(' '), digits, .. options.Split(' '), "--out", folder["run"]]).FailsWith(ExitCode.WrongUsage, words);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData(8, 8, 8, "8 channels, which no picture can show")]
    [InlineData(6, 9, 16, "16 channels, which no picture can show")]
    public void ImagesThatNoPictureCanShowAreToldBeforeTraining(int height, int width, int channels, string words)
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["x.npz"], a => a.Add<byte>("images", [12, height, width, channels], new byte[12 * height * width * channels]));
        foreach (var command in new[] { "train vae", "study mnist-dense" })
            CommandRun.Of([.. command.Split(' '), "--data", folder["x.npz"], "--epochs", "1", "--out", folder["run"]]).FailsWith(ExitCode.WrongUsage, words);
        CommandRun.Of("train", "vae", "--data", folder["x.npz"], "--leave-out", "0", "--out", folder["run"]).FailsWith(ExitCode.WrongUsage, "the images have no labels");
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void LargeImagesAreShownSmaller()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["x.npz"], a => a.Add<byte>("images", [6, 500, 700, 1], new byte[6 * 500 * 700]));
        var run = CommandRun.Of("train", "vae", "--data", folder["x.npz"], "--widths", "2,2,2,2,2", "--latent", "2", "--epochs", "1", "--quiet", "--out", folder["run"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var file in Directory.EnumerateFiles(folder["run/figures"], "*.png"))
        {
            var picture = Png.Read(file);
            Assert.InRange((long)picture.Width * picture.Height, 1, 4_500_000);
        }
    }

    [Theory]
    [InlineData("--latent 3", "latent 2, not 3")]
    [InlineData("--widths 3,4", "widths 4, not 3,4")]
    [InlineData("--batch 20", "batch 50, not 20")]
    [InlineData("--condition label", "condition none, not label")]
    [InlineData("--learning-rate 0.5", "learning-rate 0.001, not 0.5")]
    [InlineData("--leave-out 1", "leave-out none, not 1")]
    [InlineData("--seed 43", "seed 42, not 43")]
    public void ResumingWithAnotherSettingNamesIt(string option, string words)
    {
        using var folder = new TemporaryFolder();
        string[] command = [.. "train vae --network dense --widths 4 --latent 2 --batch 50 --epochs 1 --quiet --data".Split(' '), digits, "--out", folder["run"]];
        CommandRun.Of(new CancellationToken(canceled: true), command).FailsWith(ExitCode.Interrupted);
        CommandRun.Of([.. "train vae --resume --out".Split(' '), folder["run"], .. option.Split(' ')]).FailsWith(ExitCode.WrongUsage, words);
    }

    [Fact]
    public void EveryClassIsLeftOutInTurn()
    {
        using var folder = new TemporaryFolder();
        var archive = Npz.Read(digits);
        int[] first = [.. Enumerable.Range(0, 200).Where(i => archive["y_train"].As<byte>()[i] < 3)];
        Npz.Write(folder["three.npz"], a =>
        {
            a.Add<byte>("x_train", [first.Length, 28, 28], [.. first.SelectMany(i => archive["x_train"].As<byte>().Slice(784 * i, 784).ToArray())]);
            a.Add<byte>("y_train", [first.Length], [.. first.Select(i => archive["y_train"].As<byte>()[i])]);
            a.Add<byte>("x_test", [first.Length, 28, 28], [.. first.SelectMany(i => archive["x_train"].As<byte>().Slice(784 * i, 784).ToArray())]);
            a.Add<byte>("y_test", [first.Length], [.. first.Select(i => archive["y_train"].As<byte>()[i])]);
        });
        var run = CommandRun.Of("study", "mnist-strangers", "--data", folder["three.npz"], "--batch", "10", "--epochs", "1", "--json", "--quiet", "--out", folder["run"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        MetricsNames.RequireShared(JsonDocument.Parse(run.Out).RootElement);
        var areas = JsonDocument.Parse(run.Out).RootElement.GetProperty("areas").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2], areas.Select(a => a.GetProperty("class").GetInt32()));
        Assert.All(areas, a => Assert.InRange(a.GetProperty("area").GetDouble(), 0, 1));
        Assert.True(File.Exists(folder["run/report.html"]) && File.Exists(folder["run/figures/roc.svg"]));
        CommandRun.Of("study", "mnist-strangers", "--data", digits, "--batch", "10", "--out", folder["other"]).FailsWith(ExitCode.WrongUsage, "no test image is of class 8");
    }

    [Fact]
    public void MissingDataIsTold()
    {
        CommandRun.Of("train", "vae").FailsWith(ExitCode.WrongUsage, "--data is missing");
        CommandRun.Of("train", "vae", "--data", "no-such-thing").FailsWith(ExitCode.Failed, "no-such-thing: no such file or folder");
    }

    private static string Hash(string metrics) => JsonDocument.Parse(metrics).RootElement.GetProperty("parametersSha256").GetString()!;
}
