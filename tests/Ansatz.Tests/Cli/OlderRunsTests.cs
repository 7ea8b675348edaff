using System.Buffers.Binary;
using System.Text.Json;
using System.Text;
using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Studies.Contours;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>
/// Runs that version 0.1.0 wrote still open. The fixtures were made by that version with <c>--seed 7</c>; <c>tiny.npz</c> holds 60 striped images
/// of 8 × 8 pixels in three classes. Large models are kept as the header of their file.
/// </summary>
public sealed class OlderRunsTests
{
    private static readonly string runs = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "runs-0.1");
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Theory]
    [InlineData("vae-conv", 0)]
    [InlineData("vae-dense", 1e-6)] // the densities of these two have become more accurate since
    [InlineData("vae-logistic", 1e-6)]
    [InlineData("vae-iwae", 1e-6)]
    [InlineData("vae-leave-out", 1e-6)]
    public void AnAutoencoderOpensAndIsEvaluated(string name, double relativeError)
    {
        using var folder = new TemporaryFolder();
        CopyRun(name, folder["run"]);
        Assert.Equal(Metrics(name).GetProperty("parametersSha256").GetString(), ParametersHash.Of(ModelFile.Load<VariationalAutoencoder>(folder["run/model.safetensors"]).Parameters()));
        Succeeds("inspect", folder["run"]);
        Succeeds("sample", folder["run"], "--count", "4", "--out", folder["samples.png"], "--quiet");
        var measured = Succeeds("evaluate", folder["run"], "--json", "--quiet");
        foreach (var field in new[] { "total", "reconstruction", "kl" })
        {
            var then = Metrics(name).GetProperty("validation").GetProperty(field).GetDouble();
            Assert.InRange(Math.Abs(measured.GetProperty(field).GetDouble() - then), 0, relativeError * Math.Abs(then));
        }
    }

    [Theory]
    [InlineData("rbm")]
    [InlineData("two-gaussians")]
    public void OtherModelsLoad(string name)
    {
        var model = ModelFile.Load<Module>(Path.Combine(runs, name, "model.safetensors"));
        Assert.Equal(Metrics(name).GetProperty("parametersSha256").GetString(), ParametersHash.Of(model.Parameters()));
    }

    [Theory]
    [InlineData("vae-interrupted", "train vae", "25571bf6ea40c73bacb9886d8fd55ef909b9b38a1e81be38f92c767bb02de081")]
    [InlineData("rbm-interrupted", "study rbm", "73fa114c38e525e6215082f8a70334c5a950ce3ded493d312a56b8fe29cee2cd")]
    [InlineData("two-gaussians-interrupted", "study two-gaussians", "246e8eb7e4c7f843a3498b2bc346479f78d91ae294648e3304d8746c52d917e5")] // mixture weights are computed more accurately since
    public void AnInterruptedRunContinuesToTheSameBits(string name, string command, string parametersSha256)
    {
        using var folder = new TemporaryFolder();
        CopyRun(name, folder["run"]);
        var result = Succeeds([.. command.Split(' '), "--resume", "--out", folder["run"], "--json", "--quiet"]);
        Assert.Equal(parametersSha256, result.GetProperty("parametersSha256").GetString());
    }

    [Theory]
    [InlineData("contours")]
    [InlineData("mnist-conv")]
    [InlineData("mnist-latent8")]
    [InlineData("mnist-dense")]
    public void AModelIsMadeFromItsHeader(string name)
    {
        using var folder = new TemporaryFolder();
        ContourNetworks.Register();
        WriteModelOfZeros(Path.Combine(runs, name, "model.header.json"), folder["model.safetensors"]);
        var model = ModelFile.Load<VariationalAutoencoder>(folder["model.safetensors"]);
        Assert.Equal(Metrics(name).GetProperty("parameters").GetInt64(), model.Parameters().Sum(p => p.Shape.Size));
    }

    [Fact]
    public void AContourRunKeepsTheRecipeOfItsVersion()
    {
        var settings = ContoursConfig.Settings;
        var earlier = settings.ReadFile(Path.Combine(runs, "contours", "config.json"));
        Assert.Null(settings.Difference(earlier, ContoursRecipe.Resolved(earlier)));
        Assert.Equal((false, null, null, 0.999, null), (earlier.HasWaves, earlier.PeakRate, earlier.WarmUp, earlier.Beta2, earlier.ClipNorm));
        var today = ContoursRecipe.Resolved(ContoursRecipe.Standard with { Study = "contours", Images = earlier.Images, Epochs = earlier.Epochs, Seed = earlier.Seed });
        Assert.NotNull(settings.Difference(earlier, today));
        Assert.Null(settings.Difference(today, settings.Read(Encoding.UTF8.GetBytes(settings.Write(today)))));
    }

    private static JsonElement Metrics(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(runs, name, "metrics.json"))).RootElement;

    private static JsonElement Succeeds(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return args.Contains("--json") ? JsonDocument.Parse(run.Out).RootElement : default;
    }

    /// <summary>Copies a run, with the data's place in its configuration set to this machine's.</summary>
    private static void CopyRun(string name, string to)
    {
        var from = Path.Combine(runs, name);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var config = File.ReadAllText(Path.Combine(to, "config.json"));
        foreach (var data in new[] { Path.Combine(runs, "tiny.npz"), digits })
            config = config.Replace($"\"{Path.GetFileName(data)}\"", JsonSerializer.Serialize(data), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(to, "config.json"), config);
    }

    private static void WriteModelOfZeros(string header, string path)
    {
        var text = Encoding.UTF8.GetBytes(File.ReadAllText(header).TrimEnd());
        var end = JsonDocument.Parse(text).RootElement.EnumerateObject().Where(t => t.Name != "__metadata__").Max(t => t.Value.GetProperty("data_offsets")[1].GetInt64());
        var file = new byte[8 + text.Length + end];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        File.WriteAllBytes(path, file);
    }
}
