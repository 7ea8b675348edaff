using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = x; log-determinant 0. It stands where a flow needs a bijector but no change.</summary>
public sealed class Identity : Bijector
{
    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x, NoVolumeChange(x));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => (y, NoVolumeChange(y));
}
