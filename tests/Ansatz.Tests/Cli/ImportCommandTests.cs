using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary><c>ansatz import</c>: weights come back from PyTorch, and everything works with them.</summary>
public sealed class ImportCommandTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    // Loads every array by load_state_dict, makes one step of gradient descent, and saves the state dict as safetensors.torch.save_file does.
    private const string Tune = """
        import json, struct, sys
        import numpy as np, torch
        from torch import nn

        source, target, outputs = sys.argv[1:]
        data = open(source, 'rb').read()
        size = struct.unpack('<Q', data[:8])[0]
        header, body = json.loads(data[8:8 + size]), data[8 + size:]
        weights = {name: torch.from_numpy(np.frombuffer(body[slice(*a['data_offsets'])], '<f4').reshape(a['shape']).copy())
                   for name, a in header.items() if name != '__metadata__'}

        class Part(nn.Module):
            def __init__(self, *layers):
                super().__init__()
                self.network = nn.Sequential(*layers)

        class Autoencoder(nn.Module):
            def __init__(self):
                super().__init__()
                self.encoder = Part(nn.Flatten(), nn.Linear(784, 8), nn.ReLU(), nn.Linear(8, 4))
                self.decoder = Part(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 784), nn.Unflatten(1, (1, 28, 28)))

        model = Autoencoder()
        print(model.load_state_dict(weights))
        x = torch.rand(5, 1, 28, 28, generator=torch.Generator().manual_seed(1))
        z = torch.tensor([[0.5, -1.0], [1.5, 2.0]])
        optimizer = torch.optim.SGD(model.parameters(), lr=200.0)
        mean = model.encoder.network(x)[:, :2]
        loss = nn.functional.binary_cross_entropy_with_logits(model.decoder.network(mean), x)
        loss.backward()
        optimizer.step()

        arrays = {name: value.detach().numpy().astype('<f4') for name, value in model.state_dict().items()}
        header, place = {}, 0
        for name, a in arrays.items():
            header[name] = {'dtype': 'F32', 'shape': list(a.shape), 'data_offsets': [place, place + a.nbytes]}
            place += a.nbytes
        text = json.dumps(header).encode()
        with open(target, 'wb') as file:
            file.write(struct.pack('<Q', len(text)) + text + b''.join(a.tobytes() for a in arrays.values()))
        with torch.no_grad():
            images = model.decoder.network(z).sigmoid().permute(0, 2, 3, 1)
        np.savez(outputs, z=z.numpy(), images=np.ascontiguousarray(images.numpy()))
        """;

    [Fact]
    public void WeightsTrainedInPyTorchAreARun()
    {
        PythonProgram.Require("numpy", "torch");
        using var folder = new TemporaryFolder();
        Train(folder["run"]);
        Assert.Equal(0, CommandRun.Of("export", folder["run"], "--safetensors", "--out", folder["out"]).Code);
        Assert.Contains("All keys matched", PythonProgram.Run(Tune, folder["out/model.safetensors"], folder["tuned.safetensors"], folder["torch.npz"]), StringComparison.Ordinal);
        var done = CommandRun.Of("import", folder["tuned.safetensors"], "--config", folder["run/config.json"], "--out", folder["tuned"]);
        Assert.Equal((0, ""), (done.Code, done.Error));

        var torch = Npz.Read(folder["torch.npz"]);
        var z = Tensor.From(torch["z"].As<float>(), [2, 2]);
        float[] found = ModelFile.Load<VariationalAutoencoder>(folder["tuned/model.safetensors"]).Decode(z).ToArray(), expected = torch["images"].As<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-5);
        Assert.Contains(found.Zip(ModelFile.Load<VariationalAutoencoder>(folder["run/model.safetensors"]).Decode(z).ToArray()), p => Math.Abs(p.First - p.Second) > 1e-2);

        string[][] commands =
        [
            ["sample", "--out", folder["samples.png"]], ["reconstruct", "--out", folder["pairs.png"]], ["encode", "--out", folder["codes.npz"]], ["traverse", "--out", folder["plane.svg"]],
            ["interpolate", "--out", folder["path.png"]], ["denoise", "--noise", "masking:0.3", "--out", folder["clean.png"]], ["score"], ["evaluate"], ["inspect"], ["export", "--onnx", "--npz", "--out", folder["again"]],
        ];
        foreach (var command in commands)
        {
            var run = CommandRun.Of([command[0], folder["tuned"], .. command[1..]]);
            Assert.True(run.Code == 0, $"{command[0]}: {run.Error}");
        }
        Assert.Equal(0, CommandRun.Of("train", "vae", "--data", digits, "--from", folder["tuned"], "--epochs", "1", "--quiet", "--out", folder["onward"]).Code);
        CommandRun.Of("verify", folder["tuned"]).FailsWith(ExitCode.Failed, "imported");
        CommandRun.Of("train", "vae", "--resume", "--out", folder["tuned"]).FailsWith(ExitCode.Failed, "imported", "--from");
        CommandRun.Of("import", folder["tuned.safetensors"], "--config", folder["run/config.json"], "--out", folder["tuned"]).FailsWith(ExitCode.Failed, "--force");
    }

    /// <summary>The configuration need not come from a run: what it leaves out has its default.</summary>
    [Fact]
    public void AConfigurationMayBeWrittenByHand()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"]);
        File.WriteAllText(folder["network.json"], """{"study": "train vae", "design": {"network": "dense", "widths": [8], "latent": 2, "height": 28, "width": 28, "channels": 1}}""");
        Assert.Equal(0, CommandRun.Of("import", folder["run/model.safetensors"], "--config", folder["network.json"], "--out", folder["new"]).Code);
        Assert.Equal(0, CommandRun.Of("sample", folder["new"], "--out", folder["samples.png"]).Code);
        Assert.Equal(0, CommandRun.Of("reconstruct", folder["new"], "--data", digits, "--out", folder["pairs.png"]).Code);
        CommandRun.Of("reconstruct", folder["new"], "--out", folder["other.png"]).FailsWith(ExitCode.Failed, "names no images", "--data");
    }

    [Fact]
    public void EachMismatchIsOneLine()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"]);
        var own = Safetensors.Read(folder["run/model.safetensors"]);

        Refuse("shape", (name, shape, values) => name == "encoder.network.1.weight" ? (name, [784, 8], values) : (name, shape, values), "encoder.network.1.weight", "found shape [784, 8]", "expected [8, 784]", "config.json");
        Refuse("missing", (name, shape, values) => name == "decoder.network.2.bias" ? null : (name, shape, values), "decoder.network.2.bias", "found no such tensor", "expected shape [784]");
        Refuse("renamed", (name, shape, values) => (name.Replace("decoder.network.2.bias", "decoder.network.2.biaz", StringComparison.Ordinal), shape, values), "decoder.network.2.bias", "did you mean 'decoder.network.2.biaz'", "1 other tensor does");
        Refuse("values", (name, shape, values) => name == "decoder.network.2.bias" ? (name, shape, values.ToArray().Select((v, i) => i == 3 ? float.NaN : v).ToArray()) : (name, shape, values), "decoder.network.2.bias", "found NaN at element 3", "finite");
        Refuse("more", (name, shape, values) => (name, shape, values), "'classifier.weight'".Trim('\''), "shape [2]", "remove or rename");

        File.WriteAllBytes(folder["model.pt"], [80, 75, 3, 4]);
        CommandRun.Of("import", folder["model.pt"], "--config", folder["run/config.json"], "--out", folder["new"]).FailsWith(ExitCode.Failed, "'.pt'", ".safetensors", "pickled");
        CommandRun.Of("import", folder["run/model.safetensors"], "--config", folder["run"], "--out", folder["new"]).FailsWith(ExitCode.Failed, "is a folder", "config.json");
        Assert.False(Directory.Exists(folder["new"]));

        void Refuse(string kind, Func<string, Shape, ReadOnlyMemory<float>, (string, Shape, ReadOnlyMemory<float>)?> change, params string[] words)
        {
            var file = new Safetensors();
            foreach (var name in own.Names)
                if (change(name, own[name].Shape, own[name].Values) is var (n, s, v)) file.Add(n, s, v);
            if (kind == "more") file.Add("classifier.weight", [2], new float[2]);
            file.Write(folder[$"{kind}.safetensors"]);
            CommandRun.Of("import", folder[$"{kind}.safetensors"], "--config", folder["run/config.json"], "--out", folder["new"]).FailsWith(ExitCode.Failed, [$"{kind}.safetensors", .. words]);
        }
    }

    private static void Train(string folder) => Assert.Equal(0, CommandRun.Of(
        "train", "vae", "--data", digits, "--epochs", "1", "--batch", "20", "--network", "dense", "--widths", "8", "--activation", "relu", "--latent", "2", "--quiet", "--out", folder).Code);
}
