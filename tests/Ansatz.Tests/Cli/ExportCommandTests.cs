using System.Text.Json;
using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Mixtures;
using Ansatz.Tables;
using Ansatz.Tables.Models;
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
        Assert.Contains("--members 1", done.Error, StringComparison.Ordinal);
        var model = (FlowTableModel)TableModel.Load(folder["run"]);
        var rows = Tensor.From([0.3f, -1, 0, 1.5f, 0.2f, 1], [2, 3]);
        OnnxRuntime.AssertClose(model.Flow.LogProb(rows, default), OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", rows))["logProb"], "log p");
    }

    /// <summary>One flow is a map, whose two directions are exported.</summary>
    [Theory]
    [InlineData("city:categorical")]
    [InlineData("city:skip")]
    public void AMapOfATableIsExportedBothWays(string columns)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "height,weight,city\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{150 + i % 41 * 0.37},{50 + i % 41 * 0.7 + i % 13 * 1.1},{(i % 3 == 0 ? "Rome" : "Oslo")}\n")));
        Assert.Equal(0, CommandRun.Of("train", "flow", "--data", folder["rows.csv"], "--columns", columns, "--members", "1", "--epochs", "2", "--quiet", "--out", folder["run"]).Code);
        var done = CommandRun.Of("export", folder["run"], "--onnx", "--out", folder["out"]);
        Assert.Equal((0, ""), (done.Code, done.Error));
        var flow = ((FlowTableModel)TableModel.Load(folder["run"])).Flow.Members[0];
        Tensor noise = Tensor.From([0.3f, -1, 1.5f, 0.2f, 0, 0.7f], [3, 2]), codes = Tensor.From([0, 1, 1], [3, 1]);
        var isAlone = columns.EndsWith("skip", StringComparison.Ordinal);
        var map = flow.MapFor(isAlone ? noise : Tensor.Concat(-1, [noise, codes]), default)!;
        var (x, logDet) = map.ForwardAndLogDet(noise);
        (string, Tensor)[] given = isAlone ? [] : [("known", codes)];
        var forward = OnnxRuntime.Run(File.ReadAllBytes(folder["out/forward.onnx"]), [("noise", noise), .. given]);
        OnnxRuntime.AssertClose(x, forward["x"], "forward");
        OnnxRuntime.AssertClose(logDet, forward["logDet"], "log-determinant");
        var inverse = OnnxRuntime.Run(File.ReadAllBytes(folder["out/inverse.onnx"]), [("x", x), .. given]);
        OnnxRuntime.AssertClose(map.Inverse(x), inverse["noise"], "inverse");
    }

    [Theory]
    [InlineData("")]
    [InlineData("city")]
    public void AnAutoencoderOfATableIsExported(string condition)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "height,weight,city,owner\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{150 + i % 41 * 0.37},{50 + i % 41 * 0.7 + i % 13 * 1.1},{(i % 3 == 0 ? "Rome" : "Oslo")},{(i % 5 < 2 ? "yes" : "no")}\n")));
        Assert.Equal(0, CommandRun.Of(["train", "vae", "--data", folder["rows.csv"], "--epochs", "2", "--nll-samples", "10", "--quiet", "--out", folder["run"], .. condition.Length == 0 ? Array.Empty<string>() : ["--condition", condition]]).Code);
        var done = CommandRun.Of("export", folder["run"], "--onnx", "--safetensors", "--npz", "--out", folder["out"]);
        Assert.Equal((0, "", 4), (done.Code, done.Error, done.Out.Count(c => c == '\n')));
        var model = ((VaeTableModel)TableModel.Load(folder["run"])).Autoencoder;
        var rows = Tensor.From([0.3f, -1, 0, 1, 1.5f, 0.2f, 1, 0], [2, 4]);
        var q = model.Posterior(ObservedRows.Of(rows, model.Layout), default);
        var encoded = OnnxRuntime.Run(File.ReadAllBytes(folder["out/encoder.onnx"]), ("x", rows));
        OnnxRuntime.AssertClose(q.Loc, encoded["loc"], "loc");
        OnnxRuntime.AssertClose(q.ScaleTriL, encoded["scaleTriL"], "scaleTriL");
        var given = model.Layout.Given(rows);
        var decoded = OnnxRuntime.Run(File.ReadAllBytes(folder["out/decoder.onnx"]), [("z", q.Loc), .. given is null ? Array.Empty<(string, Tensor)>() : [("given", given)]]);
        foreach (var (name, value) in model.Cells(q.Loc, given, default).Parameters()) OnnxRuntime.AssertClose(value, decoded[name], name);
    }

    [Fact]
    public void ABoltzmannMachineOfATableIsExported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "city,rain,wind\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i % 3 == 0 ? "Rome" : i % 3 == 1 ? "Oslo" : "Bonn")},{(i % 2 == 0 ? "yes" : "no")},{(i % 7 < 3 ? "strong" : "weak")}\n")));
        Assert.Equal(0, CommandRun.Of("train", "rbm", "--data", folder["rows.csv"], "--hidden", "4", "--epochs", "3", "--quiet", "--out", folder["run"]).Code);
        var done = CommandRun.Of("export", folder["run"], "--onnx", "--safetensors", "--npz", "--out", folder["out"]);
        Assert.Equal((0, "", 3), (done.Code, done.Error, done.Out.Count(c => c == '\n')));
        var model = (RbmTableModel)TableModel.Load(folder["run"]);
        var rows = Tensor.From([0, 1, 0, 2, 0, 1, 1, 1, 1], [3, 3]);
        OnnxRuntime.AssertClose(model.LogProb(rows, default), OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", rows))["logProb"], "log p");
        // All rows that the table can have: their probabilities sum to 1.
        var all = Tensor.From([.. Enumerable.Range(0, 12).SelectMany(i => new[] { i % 3, (float)(i / 3 % 2), i / 6 })], [12, 3]);
        Assert.Equal(1, OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", all))["logProb"].ToArray().Sum(l => Math.Exp(l)), 1e-4);
    }

    [Fact]
    public void ABoltzmannMachineOfImagesIsExported()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("train", "rbm", "--data", digits, "--hidden", "5", "--epochs", "1", "--quiet", "--out", folder["run"]).Code);
        Assert.Equal(0, CommandRun.Of("export", folder["run"], "--onnx", "--safetensors", "--npz", "--out", folder["out"]).Code);
        var machine = ModelFile.Load<RestrictedBoltzmannMachine>(folder["out/model.safetensors"]);
        Tensor v = Bits(3, 784), h = Bits(3, 5), uniform = Tensor.Full([3, 5], 0.5f), many = Tensor.Full([3, 784], 0.5f);
        var encoder = OnnxRuntime.Run(File.ReadAllBytes(folder["out/encoder.onnx"]), ("x", v), ("uniform", uniform));
        OnnxRuntime.AssertClose(machine.HiddenGiven(v).Mean, encoder["mean"], "P(h|v)");
        Assert.Equal(encoder["mean"].ToArray().Select(p => p > 0.5f ? 1f : 0), encoder["z"].ToArray());
        OnnxRuntime.AssertClose(machine.VisibleGiven(h).Mean, OnnxRuntime.Run(File.ReadAllBytes(folder["out/decoder.onnx"]), ("z", h), ("uniform", many))["mean"], "P(v|h)");
        var logZ = ExactPartition.LogZ(machine);
        OnnxRuntime.AssertClose(-machine.FreeEnergy(v) - (float)logZ, OnnxRuntime.Run(File.ReadAllBytes(folder["out/logprob.onnx"]), ("x", v))["logProb"], "log P");

        static Tensor Bits(int rows, int columns) => Tensor.From([.. Enumerable.Range(0, rows * columns).Select(i => (float)(i * 7 % 3 % 2))], [rows, columns]);
    }
}
