using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = σ(x) = 1/(1 + e⁻ˣ), elementwise, from the reals to (0, 1); log-determinant log σ(x)σ(−x) = −softplus(x) − softplus(−x).</summary>
/// <remarks>
/// The inverse is the logit log y − log1p(−y), and its log-determinant is −log y − log1p(−y). In float, σ(x) is exactly 1 from 17.33 on: such a y
/// lies outside the codomain.
/// </remarks>
public sealed class Sigmoid : Bijector
{
    private static readonly Support OpenInterval = Support.Interval(0, 1, inclusive: false);

    public override Support Codomain => OpenInterval;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x.Sigmoid(), -(x.Softplus() + (-x).Softplus()));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        Tensor up = y.Log(), down = (-y).Log1p();
        return (up - down, -(up + down));
    }

    public override Tensor Forward(Tensor x) => x.Sigmoid();
}
