using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>The networks of ../networks.py.</summary>
internal static class Networks
{
    public static Vae Paper()
    {
        var encoder = new List<Module<Tensor, Tensor>>();
        var channels = 3;
        foreach (var wider in new[] { 32, 64, 128, 256 })
        {
            encoder.AddRange([Conv2d(channels, wider, 3, padding: 1), Normalized(wider), Leaky()]);
            channels = wider;
        }
        encoder.AddRange([Flatten(), Linear(36 * 36 * 256, 128), Leaky(), Linear(128, 64), Leaky(), Linear(64, 32), Leaky(), Linear(32, 5)]);
        var decoder = Sequential(
            Linear(2, 16384), ReLU(), Unflatten(1, [1024, 4, 4]),
            ConvTranspose2d(1024, 512, 4, 2, padding: 1), Normalized(512), Leaky(),
            ConvTranspose2d(512, 256, 4, 2, padding: 2, output_padding: 1), Normalized(256), Leaky(),
            ConvTranspose2d(256, 128, 4, 2, output_padding: 1), Normalized(128), Leaky(),
            ConvTranspose2d(128, 64, 4, 1), Normalized(64), Leaky(),
            Conv2d(64, 3, 3, padding: 1));
        return new Vae(Sequential(encoder), decoder, 2, isTriangular: true, isSquared: false, beta: 2);
    }

    public static Vae Compact() => new(
        Sequential(
            Conv2d(3, 32, 4, 2, padding: 1), Leaky(), Conv2d(32, 64, 4, 2, padding: 1), Leaky(), Conv2d(64, 64, 3, 2, padding: 1), Leaky(),
            Flatten(), Linear(5 * 5 * 64, 128), Leaky(), Linear(128, 5)),
        Sequential(
            Linear(2, 512), new Sine(), Linear(512, 512), Leaky(), Linear(512, 9 * 9 * 48), Leaky(), Unflatten(1, [48, 9, 9]),
            ConvTranspose2d(48, 32, 4, 2, padding: 1), Leaky(), ConvTranspose2d(32, 32, 4, 2, padding: 1), Leaky(), Conv2d(32, 3, 3, padding: 1)),
        2, isTriangular: true, isSquared: false, beta: 2);

    public static Vae MnistConv() => new(
        Sequential(Conv2d(1, 32, 3, 2, padding: 1), ReLU(), Conv2d(32, 64, 3, 2, padding: 1), ReLU(), Flatten(), Linear(7 * 7 * 64, 4)),
        Sequential(
            Linear(2, 7 * 7 * 64), ReLU(), Unflatten(1, [64, 7, 7]),
            ConvTranspose2d(64, 64, 3, 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(64, 32, 3, 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(32, 1, 3, 1, padding: 1)),
        2, isTriangular: false, isSquared: false);

    public static Vae MnistLatent8() => new(
        Sequential(Conv2d(1, 16, 3, 2, padding: 1), ReLU(), Conv2d(16, 32, 3, 2, padding: 1), ReLU(), Flatten(), Linear(7 * 7 * 32, 16)),
        Sequential(
            Linear(8, 7 * 7 * 32), Unflatten(1, [32, 7, 7]),
            ConvTranspose2d(32, 16, 3, 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(16, 1, 3, 2, padding: 1, output_padding: 1)),
        8, isTriangular: false, isSquared: true);

    public static Vae MnistDense() => new(
        Sequential(Linear(784, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, 4)),
        Sequential(Linear(2, 256), ReLU(), Linear(256, 512), ReLU(), Linear(512, 784)),
        2, isTriangular: false, isSquared: true);

    private static Module<Tensor, Tensor> Leaky() => LeakyReLU(0.1);

    private static Module<Tensor, Tensor> Normalized(int channels) => BatchNorm2d(channels, eps: 1e-3, momentum: 0.01);

    private sealed class Sine() : Module<Tensor, Tensor>("sine")
    {
        public override Tensor forward(Tensor x) => x.sin();
    }
}
