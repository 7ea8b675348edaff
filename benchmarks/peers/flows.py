"""The normalizing flows of the benchmarks in PyTorch, from data to noise, and their steps. All networks have two hidden layers of 64 with ReLU."""

import math

import torch
from torch import nn
from torch.nn import functional as F

HIDDEN = 64
LIMIT = 4.0  # of log-scales


def conditioner(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, outputs))


class Flow(nn.Module):
    def log_prob(self, x):
        z, log_det = self(x)
        return log_det - 0.5 * z.square().sum(1) - 0.5 * math.log(2 * math.pi) * z.shape[1]


class RealNvp(Flow):
    def __init__(self, dimension=2, layers=6):
        super().__init__()
        self.kept = dimension // 2
        self.networks = nn.ModuleList(conditioner(self.kept, 2 * (dimension - self.kept)) for _ in range(layers))

    def forward(self, x):
        log_det = torch.zeros(len(x))
        for i, network in enumerate(self.networks):
            if i > 0:
                x = x.roll(self.kept, 1)
            known, others = x[:, : self.kept], x[:, self.kept :]
            shift, raw = network(known).chunk(2, 1)
            log_scale = LIMIT * torch.tanh(raw / LIMIT)
            x = torch.cat([known, (others - shift) * torch.exp(-log_scale)], 1)
            log_det = log_det - log_scale.sum(1)
        return x, log_det


class MaskedLinear(nn.Linear):
    def __init__(self, mask):
        super().__init__(mask.shape[1], mask.shape[0])
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.linear(x, self.weight * self.mask, self.bias)


def masked_network(dimension, outputs):
    """Of each element, `outputs` numbers that depend on the elements before it only."""
    inputs, hidden = torch.arange(1, dimension + 1), 1 + torch.arange(HIDDEN) * (dimension - 1) // HIDDEN
    last = torch.arange(dimension * outputs) // outputs + 1
    return nn.Sequential(
        MaskedLinear((hidden[:, None] >= inputs).float()), nn.ReLU(), MaskedLinear((hidden[:, None] >= hidden).float()), nn.ReLU(),
        MaskedLinear((last[:, None] > hidden).float()))


class MaskedAutoregressiveFlow(Flow):
    def __init__(self, dimension=2, layers=5):
        super().__init__()
        self.networks = nn.ModuleList(masked_network(dimension, 2) for _ in range(layers))

    @staticmethod
    def maps(network, x):
        shift, raw = network(x).view(*x.shape, 2).unbind(2)
        return shift, LIMIT * torch.tanh(raw / LIMIT)

    def forward(self, x):
        log_det = torch.zeros(len(x))
        for i, network in enumerate(self.networks):
            if i > 0:
                x = x.flip(1)
            shift, log_scale = self.maps(network, x)
            x = (x - shift) * torch.exp(-log_scale)
            log_det = log_det - log_scale.sum(1)
        return x, log_det

    def sample(self, z):
        """One pass through the network for each element, as the libraries of flows do it."""
        for i, network in enumerate(reversed(self.networks)):
            if i > 0:
                z = z.flip(1)
            x = torch.zeros_like(z)
            for _ in range(z.shape[1]):
                shift, log_scale = self.maps(network, x)
                x = z * torch.exp(log_scale) + shift
            z = x
        return z


def spline(x, features, bins, bound):
    """Monotone rational-quadratic splines on [-bound, bound], the identity outside: y and log dy/dx."""
    least, least_slope = 1e-3, 1e-3
    widths, heights, slopes = features.split([bins, bins, bins - 1], -1)
    knots_x = 2 * bound * F.pad(torch.cumsum(least + (1 - least * bins) * torch.softmax(widths, -1), -1), (1, 0)) - bound
    knots_y = 2 * bound * F.pad(torch.cumsum(least + (1 - least * bins) * torch.softmax(heights, -1), -1), (1, 0)) - bound
    slopes = F.pad(F.softplus(slopes + math.log(math.exp(1 - least_slope) - 1)) + least_slope, (1, 1), value=1.0)
    inside = x.abs() <= bound
    v = x.clamp(-bound, bound)
    k = torch.searchsorted(knots_x[..., 1:-1].contiguous(), v[..., None], right=True)
    x0, x1 = knots_x.gather(-1, k)[..., 0], knots_x.gather(-1, k + 1)[..., 0]
    y0, y1 = knots_y.gather(-1, k)[..., 0], knots_y.gather(-1, k + 1)[..., 0]
    d0, d1 = slopes.gather(-1, k)[..., 0], slopes.gather(-1, k + 1)[..., 0]
    secant = (y1 - y0) / (x1 - x0)
    xi = (v - x0) / (x1 - x0)
    p = xi * (1 - xi)
    denominator = secant + (d0 + d1 - 2 * secant) * p
    y = y0 + (y1 - y0) * (secant * xi.square() + d0 * p) / denominator
    log_slope = 2 * torch.log(secant / denominator) + torch.log(d1 * xi.square() + 2 * secant * p + d0 * (1 - xi).square())
    return torch.where(inside, y, x), torch.where(inside, log_slope, torch.zeros_like(x))


class InvertibleLinear(nn.Module):
    """A linear map by its LU decomposition; the diagonal of U is positive."""

    def __init__(self, length):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(length, length))

    def forward(self, x):
        diagonal = self.weight.diagonal()
        lower = self.weight.tril(-1) + torch.eye(len(diagonal))
        upper = self.weight.triu(1) + torch.diag(diagonal.exp())
        return F.linear(x, lower @ upper).flip(1), diagonal.sum()


class NeuralSplineFlow(Flow):
    def __init__(self, dimension=8, layers=8, bins=8, bound=5.0):
        super().__init__()
        self.kept, self.bins, self.bound = dimension // 2, bins, bound
        self.networks = nn.ModuleList(conditioner(self.kept, (dimension - self.kept) * (3 * bins - 1)) for _ in range(layers))
        self.linear = nn.ModuleList(InvertibleLinear(dimension) for _ in range(layers - 1))

    def forward(self, x):
        log_det = torch.zeros(len(x))
        for i, network in enumerate(self.networks):
            if i > 0:
                x, change = self.linear[i - 1](x)
                log_det = log_det + change
            known, others = x[:, : self.kept], x[:, self.kept :]
            features = network(known).view(*others.shape, 3 * self.bins - 1)
            mapped, log_slopes = spline(others, features, self.bins, self.bound)
            x = torch.cat([known, mapped], 1)
            log_det = log_det + log_slopes.sum(1)
        return x, log_det


def training(network, dimension, batch):
    """A whole step of maximum likelihood: batch picked, loss, backward, Adam."""

    def make(_):
        torch.manual_seed(1)
        model = network()
        data = torch.randn(8 * batch, dimension)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

        def run():
            x = data[torch.randint(0, len(data), (batch,))]
            optimizer.zero_grad(set_to_none=True)
            loss = -model.log_prob(x).mean()
            loss.backward()
            optimizer.step()
            return loss.item()

        return run, batch

    return make


def sampling(_):
    """Samples of an autoregressive flow in 8 dimensions."""
    torch.manual_seed(1)
    count, model = 1024, MaskedAutoregressiveFlow(8)

    @torch.no_grad()
    def run():
        return model.sample(torch.randn(count, 8))

    return run, count


NETWORKS = {"real-nvp": RealNvp, "masked-autoregressive-flow": MaskedAutoregressiveFlow, "neural-spline-flow": NeuralSplineFlow}
STEPS = {
    "real-nvp": training(RealNvp, 2, 256),
    "masked-autoregressive-flow": training(MaskedAutoregressiveFlow, 2, 256),
    "neural-spline-flow": training(NeuralSplineFlow, 8, 512),
    "autoregressive-sampling": sampling,
}
