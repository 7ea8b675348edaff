using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = log x, elementwise, from the positive numbers to the reals; log-determinant −log x. The inverse of <see cref="Exp"/>.</summary>
public sealed class Log : Bijector
{
    public override Support Domain => Support.Positive;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x.Log();
        return (y, -y);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => (y.Exp(), y);
}
