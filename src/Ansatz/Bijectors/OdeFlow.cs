using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// A continuous flow: y = x(1) for dx/dt = v(x, t) from x(0) = x. The log-determinant is the integral of the divergence ∑ᵢ ∂vᵢ/∂xᵢ along the way.
/// </summary>
/// <remarks>
/// Both directions take the classical Runge–Kutta method of order 4 with equal steps of 1/steps. So the inverse undoes forward up to an error that falls with the
/// fourth power of the number of steps, as does the error of the log-determinant.
/// Chen, Rubanova, Bettencourt, Duvenaud, Neural ordinary differential equations (2018), section 4.
/// </remarks>
/// <param name="field">From x […batch, n] and t in [0, 1] to v(x, t) of the same shape and its divergence […batch], exact and with a gradient.</param>
/// <param name="velocity">v alone, for where no log-determinant is wanted; left out, that of <paramref name="field"/>.</param>
/// <param name="steps">1 or more.</param>
/// <param name="batchShape">The batch that the field adds, such as that of a context it has seen.</param>
public sealed class OdeFlow(Func<Tensor, float, (Tensor Velocity, Tensor Divergence)> field, Func<Tensor, float, Tensor>? velocity = null, int steps = 32, Shape batchShape = default) : Bijector
{
    private readonly int steps = steps >= 1 ? steps
        : throw new ArgumentOutOfRangeException(nameof(steps), $"OdeFlow: {steps} steps; expected 1 or more.");

    public override int EventRank => 1;

    public override Shape BatchShape => batchShape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => Integrate(x, 0, 1f / steps);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => Integrate(y, 1, -1f / steps);

    public override Tensor Forward(Tensor x) => velocity is null ? Integrate(x, 0, 1f / steps).Value : Move(velocity, x, 0, 1f / steps);

    public override Tensor Inverse(Tensor y) => velocity is null ? Integrate(y, 1, -1f / steps).Value : Move(velocity, y, 1, -1f / steps);

    private Tensor Move(Func<Tensor, float, Tensor> alone, Tensor x, float start, float h)
    {
        for (var i = 0; i < steps; i++)
        {
            var t = start + i * h;
            Tensor v1 = alone(x, t), v2 = alone(x + v1 * (h / 2), t + h / 2), v3 = alone(x + v2 * (h / 2), t + h / 2), v4 = alone(x + v3 * h, t + h);
            x += (v1 + v4 + (v2 + v3) * 2) * (h / 6);
        }
        return x;
    }

    private (Tensor Value, Tensor LogDet) Integrate(Tensor x, float start, float h)
    {
        Tensor? total = null;
        for (var i = 0; i < steps; i++)
        {
            var t = start + i * h;
            var (v1, d1) = field(x, t);
            var (v2, d2) = field(x + v1 * (h / 2), t + h / 2);
            var (v3, d3) = field(x + v2 * (h / 2), t + h / 2);
            var (v4, d4) = field(x + v3 * h, t + h);
            x += (v1 + v4 + (v2 + v3) * 2) * (h / 6);
            var change = (d1 + d4 + (d2 + d3) * 2) * (h / 6);
            total = total is null ? change : total + change;
        }
        return (x, total!);
    }
}
