"""Kernels and training steps in PyTorch. Each function takes whether tensors of images lie channels last, and gives what to run and its work."""

import math

import torch
from torch.nn import functional as F

import networks


def gemm(_):
    n = 1024
    a, b, c = torch.randn(n, n), torch.randn(n, n), torch.empty(n, n)
    return lambda: torch.mm(a, b, out=c), 2e-9 * n**3


def convolution(which):
    def make(channels_last):
        layout = torch.channels_last if channels_last else torch.contiguous_format
        x = torch.randn(32, 64, 36, 36).to(memory_format=layout)
        y = torch.randn(32, 128, 36, 36).to(memory_format=layout)
        w = torch.randn(128, 64, 3, 3).to(memory_format=layout)
        work = 2e-9 * 32 * 36 * 36 * 128 * 64 * 9
        if which == "forward":
            return lambda: F.conv2d(x, w, padding=1), work
        wanted = [which == "input", which == "weight", False]
        return lambda: torch.ops.aten.convolution_backward(y, x, w, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, wanted), work

    return make


def training(network, shape, batch, rate, epsilon=1e-7):
    """A whole step: gradients set to None, batch picked from bytes, loss, backward, Adam."""

    def make(channels_last):
        torch.manual_seed(1)
        model = network()
        data = torch.randint(0, 256, (8 * batch, *shape), dtype=torch.uint8)
        if channels_last and len(shape) == 3:
            model = model.to(memory_format=torch.channels_last)
            data = data.to(memory_format=torch.channels_last)
        model.train()
        optimizer = torch.optim.Adam(model.parameters(), lr=rate, eps=epsilon)

        def run():
            x = data[torch.randint(0, len(data), (batch,))].float().div_(255)
            optimizer.zero_grad(set_to_none=True)
            loss = model.loss(x)
            loss.backward()
            optimizer.step()
            return loss.item()

        return run, batch

    return make


def rbm(_):
    """Contrastive divergence with ten Gibbs steps and plain gradient steps."""
    batch, visible, hidden, steps, rate = 128, 784, 500, 10, 0.01
    weights, a, b = 0.01 * torch.randn(visible, hidden), torch.zeros(visible), torch.zeros(hidden)
    data = (torch.rand(8 * batch, visible) < 0.2).float()

    @torch.no_grad()
    def run():
        v0 = data[torch.randint(0, len(data), (batch,))]
        h0 = torch.sigmoid(torch.addmm(b, v0, weights))
        h = h0
        for _ in range(steps):
            v = torch.bernoulli(torch.sigmoid(torch.addmm(a, torch.bernoulli(h), weights.t())))
            h = torch.sigmoid(torch.addmm(b, v, weights))
        weights.addmm_(v0.t(), h0, alpha=rate / batch).addmm_(v.t(), h, alpha=-rate / batch)
        a.add_((v0 - v).mean(0), alpha=rate)
        b.add_((h0 - h).mean(0), alpha=rate)

    return run, batch


def two_gaussians(_):
    """Maximum likelihood of a mixture of two Gaussians by gradient, with Adam."""
    torch.manual_seed(1)
    x = torch.cat([5 + 2 * torch.randn(150), 20 + 3 * torch.randn(350)]).round()[:, None]
    logits, means, log_scales = torch.zeros(2), torch.tensor([4.0, 15.0]), torch.tensor([0.5, 0.5])
    parameters = [p.requires_grad_() for p in (logits, means, log_scales)]
    optimizer = torch.optim.Adam(parameters, lr=0.01)
    constant = 0.5 * math.log(2 * math.pi)

    def run():
        optimizer.zero_grad(set_to_none=True)
        scores = -0.5 * ((x - means) * torch.exp(-log_scales)).square() - log_scales - constant
        loss = -torch.logsumexp(scores + torch.log_softmax(logits, 0), 1).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    return run, len(x)


STEPS = {
    "gemm": gemm,
    "convolution-forward": convolution("forward"),
    "convolution-input-gradient": convolution("input"),
    "convolution-weight-gradient": convolution("weight"),
    "paper": training(networks.paper, (3, 36, 36), 32, 1e-4),
    "compact": training(networks.compact, (3, 36, 36), 32, 3e-3),
    "mnist-conv": training(networks.mnist_conv, (1, 28, 28), 128, 1e-3),
    "mnist-latent8": training(networks.mnist_latent8, (1, 28, 28), 128, 1e-3, 1e-8),
    "mnist-dense": training(networks.mnist_dense, (784,), 128, 1e-3),
    "rbm": rbm,
    "two-gaussians": two_gaussians,
}
