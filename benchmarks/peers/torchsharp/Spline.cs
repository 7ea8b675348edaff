using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpPeer;

/// <summary>Monotone rational-quadratic splines on [−bound, bound], the identity outside: y and log dy/dx, as in ../flows.py.</summary>
internal static class Spline
{
    private const double Least = 1e-3, LeastSlope = 1e-3;

    public static (Tensor Y, Tensor LogSlope) Map(Tensor x, Tensor features, int bins, double bound)
    {
        Tensor knotsX = Knots(features.narrow(2, 0, bins), bins, bound), knotsY = Knots(features.narrow(2, bins, bins), bins, bound);
        var slopes = F.pad(F.softplus(features.narrow(2, 2 * bins, bins - 1) + Math.Log(Math.Exp(1 - LeastSlope) - 1)) + LeastSlope, (1, 1), value: 1);
        var inside = x.abs() <= bound;
        var v = x.clamp(-bound, bound);
        var k = searchsorted(knotsX.narrow(2, 1, bins - 1).contiguous(), v.unsqueeze(2), right: true);
        var next = k + 1;
        Tensor x0 = At(knotsX, k), x1 = At(knotsX, next), y0 = At(knotsY, k), y1 = At(knotsY, next), d0 = At(slopes, k), d1 = At(slopes, next);
        Tensor secant = (y1 - y0) / (x1 - x0), xi = (v - x0) / (x1 - x0), p = xi * (1 - xi);
        var denominator = secant + (d0 + d1 - 2 * secant) * p;
        var y = y0 + (y1 - y0) * (secant * xi.square() + d0 * p) / denominator;
        var logSlope = 2 * log(secant / denominator) + log(d1 * xi.square() + 2 * secant * p + d0 * (1 - xi).square());
        return (where(inside, y, x), where(inside, logSlope, zeros_like(x)));
    }

    private static Tensor Knots(Tensor logits, int bins, double bound) =>
        2 * bound * F.pad(cumsum(Least + (1 - Least * bins) * logits.softmax(-1), -1), (1, 0)) - bound;

    private static Tensor At(Tensor knots, Tensor k) => knots.gather(-1, k).squeeze(-1);
}
