using System.Text.Json;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Mixtures;
using Ansatz.Tables;
using Ansatz.Tensors;
using Ansatz.Tests.Onnx;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary><c>ansatz export</c>, whose files other programs read.</summary>
public sealed class ExportCommandTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Fact]
    public void AnAutoencoderIsExported()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("train", "vae", "--data", digits, "--epochs", "1", "--batch", "20", "--network", "dense", "--widths", "8", "--latent", "2", "--quiet", "--out", folder["run"]).Code);
        CommandRun.Of("export", folder["run"], "--out", folder["out"]).FailsWith(ExitCode.WrongUsage, "--onnx, --safetensors or --npz");
        var done = CommandRun.Of("export", folder["run"], "--onnx", "--safetensors", "--npz", "--out", folder["out"], "--json");
        Assert.Equal((0, ""), (done.Code, done.Error));
        Assert.Equal(["encoder.onnx", "decoder.onnx", "model.safetensors", "weights.npz"], JsonDocument.Parse(done.Out).RootElement.GetProperty("files").EnumerateArray().Select(f => Path.GetFileName(f.GetString())));
        CommandRun.Of("export", folder["run"], "--onnx", "--out", folder["out"]).FailsWith(ExitCode.Failed, "encoder.onnx", "--force");

        var model = ModelFile.Load<VariationalAutoencoder>(folder["out/model.safetensors"]);
        var z = Tensor.From([0.5f, -1, 1, 2], [2, 2]);
        OnnxRuntime.AssertClose(model.Decode(z), OnnxRuntime.Run(File.ReadAllBytes(folder["out/decoder.onnx"]), ("z", z))["mean"], "decoder");
        var arrays = Npz.Read(folder["out/weights.npz"]);
        foreach (var name in Safetensors.Read(folder["out/model.safetensors"]) is var file ? file.Names : []) Assert.Equal(file[name].Values.ToArray(), arrays[name].As<float>());
    }

    [Fact]
    public void AMixtureIsExported()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("study", "two-gaussians", "--epochs", "5", "--quiet", "--out", folder["run"]).Code);
        Assert.Equal(0, CommandRun.Of("export", folder["run"], "--onnx", "--out", folder["out"]).Code);
        var x = Tensor.From([50, 80, 120], [3, 1]);
        var scores = ModelFile.Load<GaussianMixture>(Path.Combine(folder["run"], "model.safetensors")).Score(x);
        OnnxRuntime.AssertClose(Tensor.From([.. scores.Select(s => (float)s)]), OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", x))["logProb"], "log p");
    }

    /// <summary>The numbers that go in are those of the model, after the maps of the columns.</summary>
    [Fact]
    public void AFlowOfATableIsExported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "height,weight,city\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{150 + i % 41 * 0.37},{50 + i % 41 * 0.7 + i % 13 * 1.1},{(i % 3 == 0 ? "Rome" : "Oslo")}\n")));
        Assert.Equal(0, CommandRun.Of("train", "flow", "--data", folder["rows.csv"], "--epochs", "2", "--quiet", "--out", folder["run"]).Code);
        var done = CommandRun.Of("export", folder["run"], "--onnx", "--out", folder["out"]);
        Assert.Equal((0, 1), (done.Code, done.Out.Count(c => c == '\n')));
        var model = (FlowTableModel)TableModel.Load(folder["run"]);
        var rows = Tensor.From([0.3f, -1, 0, 1.5f, 0.2f, 1], [2, 3]);
        OnnxRuntime.AssertClose(model.Flow.LogProb(rows, default), OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", rows))["logProb"], "log p");
    }
}
