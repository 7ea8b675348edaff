using Ansatz.Autoencoders;
using Ansatz.Formats;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Tests.Onnx;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

/// <summary>PyTorch loads saved weights into modules of its own by load_state_dict, and computes what the networks compute here.</summary>
public sealed class TorchTests
{
    // A safetensors file is a length of 8 bytes, a JSON header, and the arrays.
    private const string Beginning = """
        import json, struct, sys
        import numpy as np, torch
        from torch import nn

        def read(path):
            data = open(path, 'rb').read()
            size = struct.unpack('<Q', data[:8])[0]
            header, body = json.loads(data[8:8 + size]), data[8 + size:]
            return {name: torch.from_numpy(np.frombuffer(body[slice(*a['data_offsets'])], '<f4').reshape(a['shape']).copy())
                    for name, a in header.items() if name != '__metadata__'}

        def load(module, prefix):
            own = {name[len(prefix):]: value for name, value in weights.items() if name.startswith(prefix)}
            counts = {name: value for name, value in module.state_dict().items() if name.endswith('num_batches_tracked')}
            module.load_state_dict({**own, **counts})
            return module.eval()

        class Cropped(nn.ConvTranspose2d):
            def __init__(self, i, o, k, s, before, size):
                super().__init__(i, o, k, s)
                self.place = slice(before, before + size)
            def forward(self, x):
                return super().forward(x)[:, :, self.place, self.place]

        folder = sys.argv[1]
        weights = read(folder + '/model.safetensors')
        leaky = nn.LeakyReLU(0.1)
        norm = lambda channels: nn.BatchNorm2d(channels, eps=1e-3)

        """;

    private const string Compact = """
        class Sine(nn.Module):
            def forward(self, x):
                return torch.sin(x)

        encoder = nn.Sequential(
            nn.Conv2d(3, 32, 4, 2, 1), leaky, nn.Conv2d(32, 64, 4, 2, 1), leaky, nn.Conv2d(64, 64, 3, 2, 1), leaky,
            nn.Flatten(), nn.Linear(5 * 5 * 64, 128), leaky, nn.Linear(128, 5))
        decoder = nn.Sequential(
            nn.Linear(2, 512), Sine(), nn.Linear(512, 512), leaky, nn.Linear(512, 9 * 9 * 48), leaky, nn.Unflatten(1, (48, 9, 9)),
            nn.ConvTranspose2d(48, 32, 4, 2, 1), leaky, nn.ConvTranspose2d(32, 32, 4, 2, 1), leaky, nn.Conv2d(32, 3, 3, padding=1))

        """;

    private const string Paper = """
        convolution = lambda i, o: [nn.Conv2d(i, o, 3, padding=1), norm(o), leaky]
        encoder = nn.Sequential(
            *convolution(3, 32), *convolution(32, 64), *convolution(64, 128), *convolution(128, 256), nn.Flatten(),
            nn.Linear(36 * 36 * 256, 128), leaky, nn.Linear(128, 64), leaky, nn.Linear(64, 32), leaky, nn.Linear(32, 5))
        decoder = nn.Sequential(
            nn.Linear(2, 4 * 4 * 1024), nn.ReLU(), nn.Unflatten(1, (1024, 4, 4)),
            nn.ConvTranspose2d(1024, 512, 4, 2, 1), norm(512), leaky, Cropped(512, 256, 4, 2, 1, 15), norm(256), leaky,
            nn.ConvTranspose2d(256, 128, 4, 2, output_padding=1), norm(128), leaky, nn.ConvTranspose2d(128, 64, 4), norm(64), leaky,
            nn.Conv2d(64, 3, 3, padding=1))

        """;

    private const string End = """
        given = np.load(folder + '/given.npz')
        with torch.no_grad():
            features = load(encoder, 'encoder.network.')(torch.from_numpy(given['x']).permute(0, 3, 1, 2))
            images = load(decoder, 'decoder.network.')(torch.from_numpy(given['z'])).sigmoid().permute(0, 2, 3, 1)
        np.savez(folder + '/torch.npz', features=features.numpy(), images=np.ascontiguousarray(images.numpy()))
        """;

    [Fact]
    public void PyTorchLoadsTheCompactNetwork() => Compare(ContourNetworks.Compact(2), Compact);

    [Fact]
    public void PyTorchLoadsThePaperNetwork() => Compare(ContourNetworks.Paper(2), Paper);

    private static void Compare(VariationalAutoencoder model, string modules)
    {
        PythonProgram.Require("numpy", "torch");
        using var folder = new TemporaryFolder();
        model.Initialize(new Rng(1));
        ModelExportTests.Shake(model);
        ModelFile.Save(model, folder["model.safetensors"]);
        float[] x = new float[2 * 36 * 36 * 3], z = [0.5f, -1, 1.5f, 2];
        new Rng(2).Uniform(x);
        Npz.Write(folder["given.npz"], archive =>
        {
            archive.Add<float>("x", [2, 36, 36, 3], x);
            archive.Add<float>("z", [2, 2], z);
        });
        PythonProgram.Run(Beginning + modules + End, folder.Path);
        var found = Npz.Read(folder["torch.npz"]);
        AssertNear(((GaussianEncoder)model.Encoder).Network.Forward(Tensor.From(x, [2, 36, 36, 3])), found["features"]);
        AssertNear(model.Decode(Tensor.From(z, [2, 2])), found["images"]);
    }

    private static void AssertNear(Tensor expected, NpyArray found)
    {
        Assert.Equal(expected.Shape, found.Shape);
        float[] a = found.As<float>().ToArray(), b = expected.ToArray();
        var size = b.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= 1e-4 * size, $"element {i} is {a[i]} in PyTorch and {b[i]} here; the largest is {size}");
    }
}
