using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = log(1 + eˣ), elementwise, from the reals to the positive numbers; log-determinant log σ(x) = −softplus(−x).</summary>
/// <remarks>The inverse is y + log(1 − e⁻ʸ), with the difference computed as −expm1(−y); its log-determinant is −log(1 − e⁻ʸ).</remarks>
public sealed class Softplus : Bijector
{
    public override Support Codomain => Support.Positive;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x.Softplus(), -(-x).Softplus());

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var logSlope = (-(-y).Expm1()).Log();
        return (y + logSlope, -logSlope);
    }

    public override Tensor Forward(Tensor x) => x.Softplus();
}
