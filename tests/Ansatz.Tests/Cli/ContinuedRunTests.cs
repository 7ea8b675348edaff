using System.Text.Json;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>Runs that go on for more epochs, that start from another run's weights, and whose gradients are clipped.</summary>
public sealed class ContinuedRunTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Theory]
    [InlineData("constant")]
    [InlineData("cosine")]
    public void AFinishedRunGoesOnForMoreEpochs(string schedule)
    {
        using var folder = new TemporaryFolder();
        string[] command = [.. "--network dense --widths 4 --latent 2 --batch 50 --json --quiet --data".Split(' '), digits, "--schedule", schedule];
        Train([.. command, "--epochs", "1", "--out", folder["run"]]);
        var continued = Train("--resume", "--epochs", "3", "--json", "--quiet", "--out", folder["run"]);
        Assert.Equal(3, continued.GetProperty("epochs").GetInt32());
        Assert.Equal(3, File.ReadAllLines(folder["run/history.jsonl"]).Length);
        var whole = Train([.. command, "--epochs", "3", "--out", folder["whole"]]);
        // A rate that does not depend on the number of epochs gives the bits of one run.
        Assert.Equal(schedule == "constant", Hash(whole) == Hash(continued));
        Assert.Equal(Hash(continued), Hash(Train("--resume", "--json", "--quiet", "--out", folder["run"])));
    }

    [Theory]
    [InlineData("two-gaussians --epochs 20", "30")]
    [InlineData("rbm --hidden 4 --epochs 1", "2")]
    [InlineData("contours --images 100 --epochs 1", "2")]
    public void EveryStudyGoesOn(string study, string epochs)
    {
        using var folder = new TemporaryFolder();
        string[] words = study.Split(' ');
        string[] data = words[0] == "rbm" ? ["--data", digits] : [];
        Assert.Equal(ExitCode.Done, CommandRun.Of(["study", .. words, .. data, "--quiet", "--out", folder["run"]]).Code);
        var run = CommandRun.Of("study", words[0], "--resume", "--epochs", epochs, "--quiet", "--json", "--out", folder["run"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(epochs, $"{JsonDocument.Parse(run.Out).RootElement.GetProperty("epochs").GetInt32()}");
    }

    [Fact]
    public void ATrainingStartsFromTheWeightsOfAnotherRun()
    {
        using var folder = new TemporaryFolder();
        string[] data = [.. "--batch 50 --json --quiet --data".Split(' '), digits];
        Train([.. data, "--network", "dense", "--widths", "4", "--latent", "3", "--epochs", "1", "--out", folder["first"]]);
        var model = folder["first/model.safetensors"];
        var start = ParametersHash.Of(ModelFile.Load<VariationalAutoencoder>(model).Parameters());

        CommandRun.Of(["train", "vae", .. data, "--from", folder["first"], "--latent", "2", "--out", folder["second"]]).FailsWith(ExitCode.WrongUsage, "latent 3, not 2");
        CommandRun.Of(["train", "vae", .. data, "--from", folder["none"], "--out", folder["second"]]).FailsWith(ExitCode.Failed, "no config.json");
        Assert.False(Directory.Exists(folder["second"]));
        // So small a rate moves no weight by more than a rounding error: what is left is the first run's.
        Train([.. data, "--from", folder["first"], "--epochs", "1", "--learning-rate", "1e-9", "--out", folder["second"]]);
        Assert.Contains(start, File.ReadAllText(folder["second/config.json"]), StringComparison.Ordinal);
        Safetensors before = Safetensors.Read(model), after = Safetensors.Read(folder["second/model.safetensors"]);
        foreach (var name in before.Names) Assert.All(before[name].Values.ToArray().Zip(after[name].Values.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6f));
        Assert.Matches($@"from +{Path.GetFullPath(folder["first"])}\n", CommandRun.Of("inspect", folder["second"]).Out);
    }

    [Fact]
    public void AStartThatHasChangedIsNoticed()
    {
        using var folder = new TemporaryFolder();
        string[] command = [.. "--network dense --widths 4 --latent 2 --batch 50 --epochs 1 --quiet --json --data".Split(' '), digits];
        Train([.. command, "--out", folder["first"]]);
        CommandRun.Of(new CancellationToken(canceled: true), ["train", "vae", .. command, "--from", folder["first"], "--out", folder["second"]]).FailsWith(ExitCode.Interrupted);
        Directory.Delete(folder["second/checkpoint"], recursive: true);
        Train([.. command, "--seed", "1", "--force", "--out", folder["first"]]);
        CommandRun.Of("train", "vae", "--resume", "--quiet", "--out", folder["second"]).FailsWith(ExitCode.Failed, "was to start from");
    }

    [Fact]
    public void ClippedGradientsGiveOtherWeightsAndAreTold()
    {
        using var folder = new TemporaryFolder();
        // Plain Adam hardly feels a common factor of all gradients; one that differs from step to step it does.
        string[] command = [.. "--network dense --widths 4 --latent 2 --batch 50 --epochs 2 --json --quiet --data".Split(' '), digits];
        var plain = Train([.. command, "--out", folder["plain"]]);
        var clipped = Train([.. command, "--clip-norm", "0.5", "--out", folder["clipped"]]);
        Assert.NotEqual(Hash(plain), Hash(clipped));
        Assert.Contains("\"clipNorm\": 0.5", File.ReadAllText(folder["clipped/config.json"]), StringComparison.Ordinal);
        Assert.Matches("clip norm +0.5\n", CommandRun.Of("inspect", folder["clipped"]).Out);
        Assert.Matches("clip norm +0.5\n", File.ReadAllText(folder["clipped/report.html"]));
        CommandRun.Of("train", "vae", "--resume", "--clip-norm", "2", "--out", folder["clipped"]).FailsWith(ExitCode.WrongUsage, "clip-norm 0.5, not 2");
    }

    [Fact]
    public void AGaussianRunIsEvaluatedWithTheScaleOfItsTraining()
    {
        using var folder = new TemporaryFolder();
        var trained = Train([.. "--network dense --widths 4 --latent 2 --batch 50 --epochs 2 --likelihood gaussian --json --quiet --data".Split(' '), digits, "--out", folder["run"]]);
        var evaluated = JsonDocument.Parse(CommandRun.Of("evaluate", folder["run"], "--json").Out).RootElement;
        foreach (var name in new[] { "total", "reconstruction", "kl" })
            Assert.Equal(trained.GetProperty("validation").GetProperty(name).GetDouble(), evaluated.GetProperty(name).GetDouble());
        Assert.Contains("decoder.log_scale", Safetensors.Read(folder["run/model.safetensors"]).Names);
    }

    private static JsonElement Train(params string[] options)
    {
        var run = CommandRun.Of(["train", "vae", .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static string Hash(JsonElement metrics) => metrics.GetProperty("parametersSha256").GetString()!;
}
