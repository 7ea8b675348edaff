using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpPeer;

/// <summary>A variational autoencoder as in ../networks.py, where its arguments are explained.</summary>
internal sealed class Vae : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> encoder, decoder;
    private readonly int latent;
    private readonly bool isTriangular, isSquared;
    private readonly double beta;

    public Vae(nn.Module<Tensor, Tensor> encoder, nn.Module<Tensor, Tensor> decoder, int latent, bool isTriangular, bool isSquared, double beta = 1) : base(nameof(Vae))
    {
        (this.encoder, this.decoder, this.latent, this.isTriangular, this.isSquared, this.beta) = (encoder, decoder, latent, isTriangular, isSquared, beta);
        RegisterComponents();
    }

    public Tensor Loss(Tensor x)
    {
        var (z, divergence) = Sample(encoder.forward(x));
        var pixels = decoder.forward(z);
        var reconstruction = isSquared
            ? F.mse_loss(sigmoid(pixels), x, nn.Reduction.Sum)
            : F.binary_cross_entropy_with_logits(pixels, x, reduction: nn.Reduction.Sum);
        return reconstruction / x.shape[0] + beta * divergence.mean();
    }

    /// <summary>Lays the kernels of the convolutions channels last.</summary>
    public void LayChannelsLast()
    {
        foreach (var module in modules())
        {
            if (module is TorchSharp.Modules.Conv2d convolution) convolution.weight = new TorchSharp.Modules.Parameter(Steps.Lay(convolution.weight.detach(), isLast: true));
            if (module is TorchSharp.Modules.ConvTranspose2d transposed) transposed.weight = new TorchSharp.Modules.Parameter(Steps.Lay(transposed.weight!.detach(), isLast: true));
        }
    }

    private (Tensor Z, Tensor Divergence) Sample(Tensor features)
    {
        var mean = features.narrow(1, 0, latent);
        if (!isTriangular)
        {
            var logVariance = features.narrow(1, latent, latent);
            return (mean + exp(0.5 * logVariance) * randn_like(mean), -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum(1));
        }
        var (first, below, second) = (features.select(1, 2), features.select(1, 3), features.select(1, 4));
        (first, second) = (F.softplus(first) + 1e-5, F.softplus(second) + 1e-5);
        var noise = randn_like(mean);
        var (one, two) = (noise.select(1, 0), noise.select(1, 1));
        var z = mean + stack([first * one, below * one + second * two], 1);
        var squares = first.square() + below.square() + second.square() + mean.square().sum(1);
        return (z, 0.5 * (squares - 2) - first.log() - second.log());
    }
}
