using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = eˣ, elementwise, from the reals to the positive numbers; log-determinant x.</summary>
/// <remarks>In float, eˣ is +∞ from 88.73 on and 0 below −103.97: such a y lies outside the codomain.</remarks>
public sealed class Exp : Bijector
{
    public override Support Codomain => Support.Positive;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x.Exp(), x);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var x = y.Log();
        return (x, -x);
    }
}
