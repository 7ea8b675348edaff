"""The variational autoencoders that the contour study and the MNIST studies train, in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F


class Vae(nn.Module):
    """An encoder to the posterior's features, a decoder to the pixels, and the objective's two terms, means over the batch.

    posterior: "tril" (mean and the lower triangle of a 2 × 2 scale, its diagonal softplus + 1e-5) or "diagonal" (mean and log-variance)
    likelihood: "cross-entropy" of logits, or "squared" error of sigmoids
    """

    def __init__(self, encoder, decoder, latent, posterior, likelihood, beta=1.0):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        self.latent, self.posterior, self.likelihood, self.beta = latent, posterior, likelihood, beta

    def sample(self, features):
        d = self.latent
        mean = features[:, :d]
        if self.posterior == "diagonal":
            log_variance = features[:, d:]
            z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
            return z, -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(1)
        first, below, second = features[:, 2], features[:, 3], features[:, 4]
        first, second = F.softplus(first) + 1e-5, F.softplus(second) + 1e-5
        noise = torch.randn_like(mean)
        z = mean + torch.stack([first * noise[:, 0], below * noise[:, 0] + second * noise[:, 1]], 1)
        squares = first.square() + below.square() + second.square() + mean.square().sum(1)
        return z, 0.5 * (squares - 2) - first.log() - second.log()

    def loss(self, x):
        z, divergence = self.sample(self.encoder(x))
        pixels = self.decoder(z)
        if self.likelihood == "squared":
            reconstruction = F.mse_loss(torch.sigmoid(pixels), x, reduction="sum")
        else:
            reconstruction = F.binary_cross_entropy_with_logits(pixels, x, reduction="sum")
        return reconstruction / x.shape[0] + self.beta * divergence.mean()


class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)


def leaky():
    return nn.LeakyReLU(0.1)


def normalized(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def paper():
    encoder, channels = [], 3
    for wider in 32, 64, 128, 256:
        encoder += [nn.Conv2d(channels, wider, 3, padding=1), normalized(wider), leaky()]
        channels = wider
    encoder += [nn.Flatten(), nn.Linear(36 * 36 * 256, 128), leaky(), nn.Linear(128, 64), leaky(), nn.Linear(64, 32), leaky(), nn.Linear(32, 5)]
    decoder = nn.Sequential(
        nn.Linear(2, 16384), nn.ReLU(), nn.Unflatten(1, (1024, 4, 4)),
        nn.ConvTranspose2d(1024, 512, 4, 2, padding=1), normalized(512), leaky(),
        nn.ConvTranspose2d(512, 256, 4, 2, padding=2, output_padding=1), normalized(256), leaky(),
        nn.ConvTranspose2d(256, 128, 4, 2, output_padding=1), normalized(128), leaky(),
        nn.ConvTranspose2d(128, 64, 4, 1), normalized(64), leaky(),
        nn.Conv2d(64, 3, 3, padding=1))
    return Vae(nn.Sequential(*encoder), decoder, 2, "tril", "cross-entropy", beta=2.0)


def compact():
    encoder = nn.Sequential(
        nn.Conv2d(3, 32, 4, 2, padding=1), leaky(), nn.Conv2d(32, 64, 4, 2, padding=1), leaky(), nn.Conv2d(64, 64, 3, 2, padding=1), leaky(),
        nn.Flatten(), nn.Linear(5 * 5 * 64, 128), leaky(), nn.Linear(128, 5))
    decoder = nn.Sequential(
        nn.Linear(2, 512), Sine(), nn.Linear(512, 512), leaky(), nn.Linear(512, 9 * 9 * 48), leaky(), nn.Unflatten(1, (48, 9, 9)),
        nn.ConvTranspose2d(48, 32, 4, 2, padding=1), leaky(), nn.ConvTranspose2d(32, 32, 4, 2, padding=1), leaky(),
        nn.Conv2d(32, 3, 3, padding=1))
    return Vae(encoder, decoder, 2, "tril", "cross-entropy", beta=2.0)


def mnist_conv():
    encoder = nn.Sequential(
        nn.Conv2d(1, 32, 3, 2, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, 2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(7 * 7 * 64, 4))
    decoder = nn.Sequential(
        nn.Linear(2, 7 * 7 * 64), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 64, 3, 2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 3, 2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 3, 1, padding=1))
    return Vae(encoder, decoder, 2, "diagonal", "cross-entropy")


def mnist_latent8():
    encoder = nn.Sequential(
        nn.Conv2d(1, 16, 3, 2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(7 * 7 * 32, 16))
    decoder = nn.Sequential(
        nn.Linear(8, 7 * 7 * 32), nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, 2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, 2, padding=1, output_padding=1))
    return Vae(encoder, decoder, 8, "diagonal", "squared")


def mnist_dense():
    encoder = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 4))
    decoder = nn.Sequential(nn.Linear(2, 256), nn.ReLU(), nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, 784))
    return Vae(encoder, decoder, 2, "diagonal", "squared")


NETWORKS = {"paper": paper, "compact": compact, "mnist-conv": mnist_conv, "mnist-latent8": mnist_latent8, "mnist-dense": mnist_dense}
